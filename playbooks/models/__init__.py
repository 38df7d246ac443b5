from playbooks.models.act import Act
from playbooks.models.cta import Cta
from playbooks.models.playbook import Playbook, PlaybookStep, PlaybookVersion
from playbooks.models.rule import Rule
from playbooks.models.run import Run, Task

__all__ = ["Act", "Cta", "Playbook", "PlaybookStep", "PlaybookVersion", "Rule", "Run", "Task"]

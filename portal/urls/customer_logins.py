from django.urls import path

from portal.views import home, people, sign_in, tasks

urlpatterns = [
    path("", home.home, name="home"),
    path("panels/goals/", home.goals, name="home_goals"),
    path("panels/side/", home.side, name="home_side"),
    path("sign-in/", sign_in.ask, name="sign_in"),
    path("sign-in/code/", sign_in.code, name="code"),
    path("sign-in/link/<str:link>/", sign_in.link, name="link"),
    path("sign-in/logo/", sign_in.logo, name="logo"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("sign-out/everywhere/", sign_in.sign_out_everywhere, name="sign_out_everywhere"),
    path("colleagues/", people.colleagues, name="colleagues"),
    path("colleagues/<int:login_id>/closure/", people.closure, name="colleague_closure"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:todo_id>/completion/", tasks.completion, name="task_completion"),
    path("tasks/<int:todo_id>/reopening/", tasks.reopening, name="task_reopening"),
    path("tasks/<int:todo_id>/checks/", tasks.checks, name="task_checks"),
]

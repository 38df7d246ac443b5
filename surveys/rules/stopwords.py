"""The small words of the languages that surveys speak: they tell the language of a comment, and say nothing else."""

_ENGLISH = """
a about above after again all also always am an and any are aren't as at be because been before being below between
both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each even ever every few
for from further get gets got had hadn't has hasn't have haven't having he her here hers him his how i i'd i'll i'm i've
if in into is isn't it it's its itself just let's like made make makes many me more most much my myself never no nor not
now of off often on once one only or other our ours out over own really s same she should shouldn't since so some still
such t than that that's the their theirs them then there there's these they they're this those though through to too
under until up us very was wasn't we we'd we'll we're we've well were weren't what when where which while who why will
with within without won't would wouldn't yet you you'd you'll you're you've your yours
"""
_FINNISH = """
aina ei eivät ehkä eli emme en enemmän ennen entä eri ero että hän he heidän heille hyvin ihan itse ja jo joka joku jonka
jos joskus jossa jotka jotta juuri kaikki kanssa keskellä kerran kesken koko koska koskaan kuin kuinka kuitenkin kun liian
lisää me meidän meille meillä mikä mitä mihin mikään minkä minun minulla minä missä miten moni monta mukaan mutta mutta
myös ne niiden niin niitä noin nyt oikein ole olemme olen oli olisi olivat olla olleet ollut on ovat pitää saa saisi
saada se sekä sen siellä siihen siinä siis sitä sitten sillä tai taas te teidän tulee tämä tämän tätä tässä tähän vaan
vaikka vain vielä voi voisi vuoksi yhä yli ylös
"""
_UKRAINIAN = """
або адже але аби б багато без би більш більше було був була були бути в вам вас ваш ваша ваші весь вже ви від він вона
вони воно все всі всього вам ви від для дещо до доки дуже єж же з за завжди зараз зі із ій інші її їх й його йому іноді
і коли кожен котрий крім куди ледь лише майже мене мені менш мій може можна ми на навіть над нам нас наш наша наші не
нема немає ним них ні ніколи ну о об один однак одна ось от перед під після по поки про при просто рази раз сам саме
свій свої себе собі так такий також там та те тепер ти тим тих то тобі того тоді тому той трохи тут у усе усі хоч хоча
хто це цей ця ці цих цього ще що щоб щодо як яка який які якщо я
"""
_RUSSIAN = """
а без более больше будет бы был была были было быть в вам вас ваш ваша ваши весь во вот все всегда всего всех вы где да
даже для до его ее её ей если есть еще ещё же за здесь и из или им их к каждый как какая какой ко когда которая которые
который кто ли либо лишь мало меня менее мне много может можно мой мы на над надо нам нас наш наша наши не него нее нет
ни никогда ним них но ну о об один однако он она они оно от очень перед по под пока после потому почти при про просто
раз с сам свой себе себя со совсем так также такой там те тем теперь то тоже того только том тот тут ты у уже хоть хотя
чем через что чтобы чуть эта эти это этого этой этот я
"""

STOP_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(_ENGLISH.split()),
    "fi": frozenset(_FINNISH.split()),
    "uk": frozenset(_UKRAINIAN.split()),
    "ru": frozenset(_RUSSIAN.split()),
}

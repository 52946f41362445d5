"""What speaks of which command in a professional's free sentence, in both languages, and how plainly.

The sentences are read with marks in the place of what is named in them: ``PERSON``, ``TASK`` (``2``, ``tvåan``,
``punkt tre``), ``DAY``, ``HOUR``, ``CODE`` and ``FUNCTION``. Nothing is done by these words; see
:mod:`bot.conversation.guess`, which asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Words for what may be gone.
_DEVICE = r"(?:\w*telefon\w*|tel|\w*mobil\w*|lur|luren|\w*dator\w*|padda\w*|surfplatt\w*|\w*phone|laptop\w*)"
_GONE = (
    r"(?:glöm\w*|tappa\w*|borttappa\w*|förlora\w*|\w*stul\w*|stals|stal|sno[td]{1,2}|blivit av med|borta|försv\w+"
    r"|ligger kvar|hittar inte|inbrott|tagit|lost|stolen|missing|gone|left my|took)"
)
#: Words for a meeting that is known.
_MEETING = (
    r"(?:\w*möte[nt]?|\w*mötet|uppföljning(?:en|s\w+)?|träffen|avstämningen|samlingen|the (?:\w+ )?meeting"
    r"|(?:the )?follow-?up)"
)
#: What people do with a task that somebody gets.
_SHALL = r"(?:ska|skall|får|kan|behöver|måste|bör|borde|har att|tar och|needs to|should|must|has to|could|to)"
_VERB = r"(?!ta över|ta hand|ta bort|hoppa|gå in|inte|vara|vara med|sluta|tas|ut\b|läsa|se\b|be\b|not)\w+"

#: By a command's name: how plainly (1-5) which words speak of it.
CUES: Mapping[str, tuple[tuple[int, str], ...]] = MappingProxyType(
    {
        "klar": (
            (
                3,
                r"klar(?:a|t)?|klarmark\w+|färdig\w*|fixa(?:d|t|de)?|gjor(?:d|t|da)|avklara\w+|bocka\w* (?:av|för)"
                r"|avbocka\w*|slutför\w*|\w*ifyll\w+|\w*inskicka\w+|inlämna\w+|i hamn|i mål|ur världen|löst|ordna[dt]"
                r"|streck över|done|finished|completed?|sorted|checked off|taken care of|wrapped up|handed in"
                r"|sent in",
            ),
            (
                2,
                r"(?:jag|vi|nu|har) (?:har )?(?:nu |redan |också |precis |äntligen )?\w{3,}t"
                r"|är (?:nu |redan )?(?:bokad|skickad|ringd|hämtad|lämnad|påskriven|undertecknad|skriven)"
                r"|(?:i've|i have|have|just) \w+(?:ed|ent|ade|oken|illed)|bokade|ringde|skickade|pratade|fyllde"
                r"|mejlade",
            ),
            (-4, r"(?:inte|ej|ännu inte|not|never|isn't|haven't)\b|\btills\b|när .* klar|hinner"),
        ),
        "pågår": (
            (
                3,
                r"håller (?:jag |vi )?på|på gång|jobbar (?:jag |vi )?(?:på|med)|påbörja\w*|börja[dt]|började|pågår"
                r"|pågående"
                r"|igång|startat?|startade|sitter (?:jag |vi )?(?:just nu )?(?:med|i)|tagit tag i|tar tag i"
                r"|halvvägs|full gång|kommit en bit|en bit på väg|under arbete|inte riktigt klar|nästan klar"
                r"|working on|in progress|under ?way|started|half ?way|on it|begun",
            ),
            (-3, r"(?:inte|ej|not|haven't) (?:\w+ )?(?:börjat|påbörjat|started|begun)"),
        ),
        "hinder": (
            (
                3,
                r"(?:kommer|kom) (?:jag |vi )?inte (?:jag |vi )?(?:vidare|fram|åt|loss|någonvart|nån ?vart)"
                r"|(?:går|funkar|gick) (?:det )?inte|hind(?:er|ret|rar|rad|rat|ras)|fastna\w*|kört fast|kör fast"
                r"|sitter fast"
                r"|står (?:helt )?(?:still\w*|och stampar)|får (?:jag |vi )?inte tag|svarar (?:inte|ej|aldrig)"
                r"|förrän|kan (?:jag |vi )?inte (?:göra|börja|fylla|skicka|ringa|gå)"
                r"|ligger nere"
                r"|(?:är|ligger) nere|strul\w*|stopp|problem\w*|sakna[rs]|saknats|krävs|kräver|kan inte (?:boka|nå"
                r"|komma)"
                r"|(?:inte|inget) (?:fått )?(?:svar|tag|besked)|stuck|blocked|can't (?:reach|get|book)"
                r"|no (?:answer|reply)"
                r"|(?:won't|doesn't|does not|isn't) (?:work|answer|open|reply)\w*|missing|fullbokat|kö",
            ),
            (
                2,
                r"väntar (?:jag |vi )?(?:fortfarande )?på|inväntar|waiting (?:for|on)|försena\w+|dröjer|delayed"
                r"|nekad\w*|nej från",
            ),
            (1, r"sjuk\w*|stängt?|semester|bortrest|men "),
        ),
        "försenad": (
            (
                4,
                r"(?:hinner|hann|hinns|klarar) (?:\w+ )?(?:\w+ )?(?:inte|ej)|inte (?:\w+ )?(?:hunnit|hinna)|försen\w*"
                r"|(?:blir|är) (?:\w+ )?sen(?:t|a)? med|dröjer|mer tid|tar längre tid|förrän (?:på )?DAY"
                r"|(?:won't|will not|didn't|did not|haven't|have not) (?:\w+ )?(?:make it|had time|get to it|done it)"
                r"|delayed|running late|more time|not (?:\w+ )?until DAY",
            ),
            (2, r"DAY"),
        ),
        "påminn mig": (
            (
                4,
                r"påminn\w* (?:mig|oss)|fråga (?:mig |oss )?(?:igen|senare)|återkom\w* (?:med|om) (?:frågan|det)"
                r"|snooz\w*|remind (?:me|us)|ask (?:me |us )?(?:again|later)",
            ),
            (2, r"DAY"),
        ),
        "hjälp med": (
            (
                5,
                r"(?:behöver|behövde|skulle behöva|vill ha|kan (?:jag|vi) få) (?:\w+ )?hjälp (?:\w+ )?med"
                r"|klarar (?:\w+ )?inte (?:\w+ )?själv|need (?:\w+ )?help with|could use (?:\w+ )?help with",
            ),
        ),
        "uppgift": (
            (
                4,
                r"(?:jag|vi) (?:tar på mig|åtar mig)|i(?:'ll| will) take on|"
                rf"PERSON (?:[a-z] )?{_SHALL} (?:då |nog |väl |också |även )?{_VERB}"
                rf"|(?:kan|ska|får|could|can|should|borde|behöver) PERSON (?:[a-z] )?{_VERB}"
                r"|(?:vill|önskar|tycker) (?:jag |vi )?att PERSON|be PERSON|(?:ask|remind|get) PERSON"
                r"|påminn\w* PERSON"
                r"|att PERSON (?:[a-z] )?(?!kan|får|vill|är|har|inte|ska ta)\w+|(?:lägg|sätt|skriv)\w* (?:in "
                r"|till |upp )?(?:det )?(?:på|åt) PERSON"
                r"|^PERSON \w+a\b",
            ),
            (
                3,
                r"ny\w* (?:grej|sak|punkt|syssla|uppgift\w*)|uppgift|att göra|att-göra|todo|to-do|new (?:task"
                r"|thing)|assign\w*"
                r"|påminn\w*|remind\w*|uppdrag\w*|åt PERSON",
            ),
            (1, r"senast|deadline|innan|till dess|due|by DAY"),
            (-3, r"TASK"),
        ),
        "lämna över": (
            (
                5,
                r"(?:lämna|lägg|flytta|ge|skjut|skicka)(?:r|er|a|s)? (?:\w+ ){1,4}(?:över "
                r"|vidare )?(?:\w+ )?(?:till|på|åt) PERSON"
                r"|(?:PERSON|hen|hon|han) (?:[a-z] )?(?:får |kan |ska |vill )?(?:ta|tar|take|takes"
                r"|taking) (?:över |over )?TASK"
                r"|TASK (?:får |kan |ska |tas av |tar |går till |till |åt |över till |to )(?:ta )?(?:över )?PERSON"
                r"|låt PERSON (?:ta|göra|få)|(?:give|pass|hand|move) (?:\S+ ){1,4}to PERSON|let PERSON (?:take|do)",
            ),
            (
                4,
                r"(?:ta|tar|tas) (?:\w+ )?över|övertar?|(?:ta|tar|ha|har) hand om|byt(?:a|er)? (?:\w+ )?(?:så att"
                r"|till) PERSON|lämna\w* över|(?:i ?stället"
                r"|istället) för PERSON"
                r"|delegera\w*|överlåt\w*|hand(?:s|ed)? over|tak(?:e|es|ing) over|reassign\w*|instead of PERSON"
                r"|byt(?:a|er|s)? (?:ansvarig|ägare|person)",
            ),
            (
                -6,
                r"(?:en|ny|nya|new) (?:uppgift|grej|sak|task)|påminn\w*|remind\w*|inbjud\w*|invit\w*|ny tid"
                r"|att (?:han|hon|hen)",
            ),
        ),
        "flytta uppgift": (
            (
                4,
                r"(?:flytta|skjut|skjuta|byt|byta|ändra|senarelägg|tidigarelägg|dra ut|move|push|postpone)\w* "
                r"(?:\S+ ){0,3}(?:TASK|uppgift\w*|punkt\w*)"
                r"|TASK (?:\S+ ){0,3}(?:flytta\w*|skjut\w*|senarelägg\w*|får vänta|kan vänta|till DAY|på DAY"
                r"|to DAY)"
                r"|(?:datum|dag|deadline|sista dag|date|due) (?:\S+ ){0,2}(?:för|på|till|of|for|on) "
                r"(?:TASK|uppgift\w*)",
            ),
            (
                3,
                r"(?:byt|byta|ändra|nytt|annat|change|new) (?:\S+ )?(?:datum\w*|deadline\w*|slutdatum\w*|due date)",
            ),
            (2, r"hinner inte (?:\S+ ){0,3}(?:till|förrän) DAY|klart? (?:först|förrän) DAY|först DAY"),
            (1, r"DAY|istället|i stället|instead"),
            (-5, rf"{_MEETING}|PERSON|mötet|möte"),
        ),
        "hoppa över": (
            (
                4,
                r"(?:hoppa\w*|hopp\w*) (?:\S+ )?över (?:\S+ ){0,3}(?:TASK|uppgift\w*)|skip (?:\S+ ){0,2}(?:TASK|task)",
            ),
            (3, r"hoppa\w* (?:\S+ )?över|inte av (?:\S+ ){0,2}DAY|skip\w*"),
            (1, r"DAY|den här gången|this time"),
            (-3, rf"{_MEETING}"),
        ),
        "utan uppgift": (
            (
                5,
                r"(?:vem|vilka|någon|några) (?:\S+ ){0,4}(?:ingen|inga|utan|saknar) (?:\S+ )?(?:uppgift\w*|att göra)"
                r"|who (?:\S+ ){0,3}(?:no|without|nothing) (?:\S+ ){0,2}(?:task\w*|to do)",
            ),
        ),
        "ingen uppgift": (
            (
                4,
                r"(?:jag|vi|i|we) (?:\S+ ){0,3}(?:ingen|inga|utan|no) (?:\S+ )?(?:uppgift\w*|task\w*)"
                r"|(?:jag|vi) (?:\S+ ){0,3}(?:inget|ingenting) att göra",
            ),
        ),
        "mål": (
            (
                4,
                r"(?:nytt|sätt\w*|sätta|lägg\w*|skriv\w*|formulera\w*|set|add|new) (?:\S+ ){0,3}mål(?:et)?\b"
                r"|målet (?:är|blir|ska vara) att|(?:our|the|new) goal",
            ),
            (-4, r"delmål|mötet|TASK"),
        ),
        "visa mål": (
            (4, r"(?:vilka|vad har vi för|visa|lista|what|which|show) (?:\S+ ){0,3}(?:mål|målen|goals)\b"),
        ),
        "mall": ((4, r"\bmall(?:en|ar|arna)?\b|\btemplates?\b"),),
        "katalog": (
            (
                4,
                r"\bkatalog(?:en)?\b|(?:vanliga|typiska|exempel på|förslag på) uppgifter|\bcatalogue\b|example tasks",
            ),
        ),
        "stryk": (
            (
                4,
                r"(?:stryk\w*|skippa\w*|slopa\w*|radera\w*|släng\w*|ta(?:s)? bort|plocka\w* bort|droppa|drop|skip"
                r"|remove|delete"
                r"|scrap|cross(?:ed)? (?:off|out)) (?:\w+ ){0,2}(?:TASK|uppgift\w*|punkt\w*)"
                r"|uppgift\w* (?:\S+ ){0,4}(?:utgå\w*|bort|slopas|strykas|skippas)|TASK .*(?:stryk\w*|utgå\w*"
                r"|skippa\w*|tas? bort|bort)",
            ),
            (
                3,
                r"stryk\w*|utgå\w*|skippa\w*|slopa\w*|(?:behövs|gäller|krävs) (?:inte|ej)|(?:inte|ej) (?:längre )?"
                r"(?:aktuell|nödvändig|relevant|intressant)\w*|inaktuell\w*|överflödig\w*|no longer (?:needed"
                r"|relevant)"
                r"|(?:not|isn't) needed|(?:strunta|glömma?) i? ?(?:TASK|uppgift)|kan (?:vi )?strunta i",
            ),
        ),
        "möte": (
            (
                4,
                r"(?:boka|kalla|ordna|planera|sätt|sätta|lägg|lägga|ha|have|book|schedule|set up|arrange|plan|call)"
                r"(?:er|ar|s)? (?:in |till |upp )?(?:ett |en |a )?(?:nytt |ny |new )?(?:\w+)?"
                r"(?:möte|träff|avstämning|samling|sittning|uppföljning|samråd|fika|genomgång|meeting)\b",
            ),
            (
                3,
                r"(?:vi|ska vi) (?:ses|träffas|samlas|möts|hörs)|ses vi|träffas vi|\w*träff|avstämning|\w*möte"
                r"|samling|sittning"
                r"|samråd|genomgång|uppföljning|let's meet|we meet|\w*meeting|get together|check-in",
            ),
            (1, r"HOUR|boka|book"),
            (1, r"DAY"),
        ),
        "nästa möte": (
            (
                6,
                r"(?:nästa|next) (?:möte|träff|uppföljning|avstämning|meeting|follow-up) (?:om|in|den|på|blir|är|on)"
                r"|(?:boka|kalla|lägg\w*|sätt\w*|planera|book|call|schedule) (?:in |till |upp )?(?:the )?"
                r"(?:nästa|next) (?:möte|träff|uppföljning|avstämning|meeting|follow-up)",
            ),
        ),
        "möten": (
            (
                5,
                r"(?:vilka|mina|kommande|planerade|visa|which|my|upcoming) (?:\w+ )?(?:möten|mötena|meetings)"
                r"|mötestider|när (?:är|har vi|blir) (?:det )?(?:nästa )?(?:möte|mötet|träff)\b"
                r"|när (?:ses|träffas|möts) vi|when (?:is|are) (?:the |our )?(?:next )?meetings?|when do we meet",
            ),
        ),
        "flytta möte": (
            (
                4,
                rf"(?:flytta|skjut|skjuta|byt|byta|ändra|senarelägg|tidigarelägg|move|push"
                rf"|postpone)\w* (?:\S+ ){{0,3}}{_MEETING}"
                rf"|{_MEETING} (?:\S+ ){{0,4}}(?:flytta\w*|skjut\w*|byt\w*|blir|får bli|läggs|move\w*|postpone\w*)",
            ),
            (
                3,
                r"flytta\w*|skju(?:t|ta|ter|ts|tas|tit) (?:\S+ ){0,2}(?:på|upp|fram)|senarelägg\w*|tidigarelägg\w*"
                r"|omboka\w*|boka\w* om"
                r"|(?:byt|byta|byter|ändra|ändrar|annan|annat|ny|nytt|new|another) (?:tid|tiden|dag|dagen"
                r"|klockslag\w*|datum|time"
                r"|day|date)|samma (?:dag|tid|klockslag|plats)|(?:dan|dagen) (?:innan|före|efter)|same (?:day|time)"
                r"|reschedul\w*|postpon\w*|bring forward|push back|(?:dag|timme|timmar|vecka) (?:senare|tidigare)",
            ),
            (2, rf"{_MEETING}"),
            (1, r"istället|i stället|instead|HOUR"),
            (1, r"DAY"),
        ),
        "ställ in möte": (
            (
                4,
                rf"(?:ställ\w* in|avboka\w*|boka\w* av|avlys\w*|slopa\w*|stryk\w*|skippa\w*|ta(?:s)? bort"
                rf"|cancel\w*|call off) "
                rf"(?:\S+ ){{0,2}}{_MEETING}|{_MEETING} (?:\S+ ){{0,3}}(?:ställs? in|inställ\w+|utgår|avbokas?"
                rf"|blir inte av|cancel\w*)",
            ),
            (
                3,
                r"ställ(?:a|as|er|s|de|des|ts)? (?:\w+ )?in\b|inställ(?:d|t|da|s)|avboka\w*|boka\w* av|avlys\w*"
                r"|blir (?:\w+ )?inte av"
                r"|(?:blir|bli) (?:det )?(?:inget|ingenting|inte nå\w+)|inget av|cancel\w*|call(?:ed|ing)? off"
                r"|inte bli av",
            ),
            (1, rf"{_MEETING}"),
        ),
        "vem ser vad": (
            (
                5,
                r"insyn|(?:vem|vilka) (?:\w+ ){0,2}(?:se|ser|läsa|läser|läs)\b|(?:kan|får) (?:\w+ ){0,2}läsa"
                r"|läsa om|tillgång till"
                r"|who (?:\w+ ){0,2}(?:see|sees|read|reads)|har (?:\w+ )?(?:åtkomst|tillgång|behörighet)"
                r"|has access|syns (?:det|för)"
                r"|synlig\w* för|ser (?:\w+ )?vad|ser (?:\w+ )?det (?:jag|vi) skriver",
            ),
        ),
        "kretsen": (
            (
                5,
                r"kretsen|krets|cirkeln|runt bordet|the circle|vilka (?:är|sitter|ingår|finns) (?:\w+ )?(?:med"
                r"|i)\b|vem är med"
                r"|who(?:'s| is| are)? (?:\w+ )?(?:in|involved|part)\b|vilka ingår|inblandade",
            ),
        ),
        "historik": (
            (
                5,
                r"histori\w*|\w*logg(?:en|ar|boken|bok)?|(?:vad|allt) (?:som )?(?:har )?(?:hänt|hände|gjorts)"
                r"|what(?:'s| has)?"
                r" happened|händelse\w*|history|tidigare händelser|\blogs?\b|senaste (?:tiden|veckan|nytt)|activity",
            ),
        ),
        "samtycke visa": (
            (5, r"samtyck\w*|consent\w*|medgivande\w*"),
            (
                -5,
                r"återkalla\w*|dra\w* tillbaka|ta\w* tillbaka|registrera\w*|utöka\w*|förny\w*|begränsa\w*"
                r"|förläng\w*|nytt|withdraw\w*",
            ),
        ),
        "personer": (
            (
                4,
                r"personer\w*|personlist\w*|people|kontaktlist\w*|kontakter\w*|användar\w*|users|contacts|folk"
                r"|alla (?:som )?(?:du har|finns) inlagda|everybody|everyone",
            ),
        ),
        "profil": ((5, r"\w*profil(?:en)?|\w*profile|inställning\w*|settings"),),
        "veckan": (
            (
                6,
                r"vad (?:är|ligger|blev) (?:\w+ )?(?:försenat|sent|efter)|vad brådskar|vad händer (?:\w+ ){0,3}veckan"
                r"|vilka (?:uppgifter )?(?:är|ligger) (?:sena|försenade|efter)|(?:vad|vilka) (?:i |i den här )?veckan"
                r"|vad (?:måste|behöver|ska|bör|har) jag (?:att )?(?:göra|ta tag i)"
                r"|what(?:'s| is) (?:late|overdue|urgent|happening)|which tasks are (?:late|overdue)",
            ),
        ),
        "ärenden": (
            (
                5,
                r"ärenden(?:a)?|ärendelist\w*|fallen|(?:vilka|alla|våra|mina|öppna|aktiva|pågående"
                r"|hur många) (?:\w+ )?fall|\w*cases"
                r"|vad har (?:vi|jag) (?:igång|på gång|öppet)|open cases",
            ),
            (1, r"igång|just nu|lista|visa|list|översikt\w*"),
        ),
        "ärende": (
            (
                3,
                r"(?:hur|how)(?:'s| is)? (?:ser|går|ligger|är|står|has|it|things)?|status\w*|läge\w*|sammanfatt\w*"
                r"|summary|nuläge\w*"
                r"|(?:visa|öppna upp|se|titta på|kolla|show|see|look at) (?:mig |me )?(?:\w+ )?CODE",
            ),
            (1, r"CODE"),
        ),
        "plan": (
            (
                4,
                r"(?:åtgärds|handlings|genomförande)?planen|(?:hela|visa|se|kolla|show|see|look at) (?:mig |me )?"
                r"(?:hela |the |the whole )?(?:åtgärds|handlings|genomförande)?plan|the (?:whole )?plan|uppgiftslist\w*"
                r"|(?:alla|vilka|samtliga|all) (?:the )?(?:uppgifter(?:na)?|tasks)",
            ),
            (-4, r"TASK|PERSON"),
        ),
        "vem gör vad": (
            (
                5,
                r"(?:vem|vilka) (?:är det som |som )?(?:ska |skall |skulle )?gör\w* vad|who (?:is doing|does) what",
            ),
            (
                4,
                r"ansvarsfördelning\w*|uppgiftsfördelning\w*|vem har (?:ansvar för )?vad|vem har ingen uppgift",
            ),
        ),
        "mina": (
            (
                5,
                r"(?:mina|my) (?:egna |öppna |open )?(?:uppgifter|tasks)|vad (?:har|ska|skulle|skall) jag (?:kvar )?"
                r"(?:att )?göra|(?:ligger|står) (?:det )?på (?:mig|mitt bord)|på min lista"
                r"|what (?:do i have to|should i|am i supposed to) do",
            ),
        ),
        "kalender": (
            (
                5,
                r"(?:i|till|in i|to|in) (?:min |mina |my )?(?:outlook\w* ?)?(?:\w*kalender\w*|calendar)|kalenderfil\w*"
                r"|ics-?fil\w*|ical\w*|calendar file",
            ),
        ),
        "visa uppgift": (
            (
                4,
                r"vad har hänt med (?:\w+ )?TASK|(?:hur|var) (?:går|ligger|står|är) (?:det |vi )?"
                r"(?:till )?(?:med|i) TASK|(?:visa|se|kolla|show|see) (?:mig |me )?TASK|vem (?:har|tog|gör|äger) TASK"
                r"|what happened (?:to|with) TASK|who has TASK",
            ),
        ),
        "bjud in": (
            (
                4,
                r"bjud\w* in|inbjud\w*|invit\w*|släpp\w* (?:\S+ )?in\b|(?:lägg|lägga|lägger) (?:också )?till PERSON"
                r"|PERSON (?:[a-z] )?(?:ska|skall|får|bör|behöver|vill|måste|kan) (?:också |även |nu "
                r"|få )*(?:vara |komma |gå |bli )?"
                r"(?:med|in)\b|ta(?:r|s)? (?:med|in) PERSON|add PERSON|(?:let|get) PERSON in|PERSON .*(?:join"
                r"|komma med|ska med|ska in)"
                r"|hon ska med|han ska med|ska (?:också |även )?med i|koppla\w* (?:in|på) PERSON",
            ),
            (-5, r"(?:inte|ej|not|no longer)\b"),
        ),
        "ta bort": (
            (
                4,
                r"(?:släng|kasta|sparka|slänga|kasta|bjud|ta|plocka|lyft|throw|kick|take)\w* (?:\S+ ){0,3}(?:ut"
                r"|bort|out|off)\b"
                r"|(?:inte|ej) (?:längre )?(?:ha |vara |få vara |få )?(?:med|kvar|insyn|tillgång)|(?:med"
                r"|kvar) (?:\S+ ){0,2}längre"
                r"|har slutat|slutar|(?:ska|måste|vill) (?:bort|ut|lämna)|ut ur|remove\w*|avlägsna\w*|uteslut\w*"
                r"|has left"
                r"|no longer (?:\w+ )?(?:in|part|with|involved)|avsluta PERSON|lämnar|ta bort PERSON",
            ),
        ),
        "ersättare": (
            (
                4,
                r"ersätt\w*|vikari\w*|hoppar? in|går in|gå in|inhoppa\w*|(?:i ?stället|istället|täcker|backar"
                r"|jobbar) (?:upp )?för"
                r"|stand\w* in|substitut\w*|deput\w*|fill\w* in|cover\w* for|ställföreträd\w*|instead of"
                r"|stepp\w* in|tillfällig\w*",
            ),
            (2, r"FUNCTION"),
        ),
        "ärende ny": (
            (
                5,
                r"(?:nytt|ett nytt) (?:\w+)?(?:fall|ärende)|(?:öppna|starta|skapa|registrera"
                r"|lägga?) (?:upp )?(?:ett )(?:nytt )?(?:fall"
                r"|ärende)|(?:ett|annat) (?:fall|ärende) till|new case|start a case|ny (?:kille|tjej|ungdom|unge)",
            ),
        ),
        "avsluta": (
            (
                4,
                r"(?:stäng|avslut|arkiver|avrund|färdigbehandl)\w*|lägg\w* ned?r?\b|clos(?:e|ed|ing)"
                r"|wrap(?:ping)? up|end the case"
                r"|sätta punkt",
            ),
            (1, r"CODE|ärende\w*|fallet|case|insatsen"),
            (1, r"uppnå\w+|mål\w*|flytta\w*|färdig\w*|klar\w*"),
            (-4, r"TASK|sidorum\w*|konsultation\w*"),
        ),
        "tappad enhet": (
            (6, rf"{_DEVICE} .*\b{_GONE}|{_GONE}\b.* {_DEVICE}"),
            (-3, r"nummer|boka|ring"),
        ),
        "språk": (
            (
                5,
                r"(?:på|in|till|to|prata|skriv\w*|speak|talk|write) (?:\w+ ){0,2}(?:engelska|english|svenska|swedish)"
                r"|(?:byt|byta|ändra|change|switch) (?:\w+ )?(?:språk\w*|language)",
            ),
        ),
        "hjälp": (
            (
                5,
                r"vad (?:\w+ )?(?:kan|gör|förstår|klarar) (?:\w+ )?(?:du|man|jag|vi)\b|hur (?:\w+ )?(?:gör|funkar"
                r"|fungerar|använder|skriver|ber)"
                r"|(?:vilka|alla) kommand\w*|kommandon\w*|what can (?:you|i)|how do(?:es)? (?:i|you|it|this)"
                r"|instruktion\w*|manual\w*"
                r"|vad (?:är du|gör du)|vem är du|behöver hjälp|hjälp mig|lathund\w*|exempel",
            ),
        ),
        "avbryt": (
            (
                4,
                r"avbryt\w*|glöm (?:det|allt|bort)|strunta?r? i (?:det|allt)|ångra\w*|backa\w*|never ?mind"
                r"|forget it|undo|låt (?:bli|det vara)",
            ),
        ),
    }
)

#: Words in which a slip of a finger is looked for, and what they are then.
KNOWN_WORDS = """ärende ärenden ärendet profil profilen samtycke samtycket samtycken historik historiken kretsen
personer flytta flyttas avboka inställt inställd färdig uppgift uppgiften hinder hjälp loggen ersättare avsluta
stänga avstämning engelska svenska telefon telefonen mobilen tappat stulen påminn inbjudan möte mötet
uppföljning uppföljningen istället språk kommandon klart påbörjat fixat avklarad skippa stryka behövs längre
insyn läsa status avbryt"""
KNOWN = frozenset(KNOWN_WORDS.split())

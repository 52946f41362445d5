"""Whether somebody comes to a meeting, how, with whom and on what condition, in both languages.

What names no meeting, and could be said of life as well, stands in ``ANSWERS``: it counts while the bot's question
about a meeting is open. How a template is written says :mod:`bot.conversation.youth.graph`.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.youth.wishes import Asked, Intent

#: Parts that several sentences share.
NAMED: Mapping[str, str] = {
    "one": """(jag|vi|han|hon|sonen|dottern|grabben|min son|min dotter|{called}|mamma|pappa|min man|min fru)""",
    "i_we": "(jag|vi)",
    "yea": """(ja|jo|jadå|japp|jepp|jajamän|absolut|visst|okej|yes|jovisst|javisst|självklart|såklart|jorå)""",
    "nay": "(nej|nä|nää|nej tyvärr|nejdå|tyvärr|nope|nix|nja|njae|ne)",
    "off": """(skolan|plugget|jobbet|lektionen|lektionerna|sista lektionen|träningen|praktiken|lunchen|prao|matten|
        idrotten|passet|mitt pass|dagis|arbetet|mitt arbete|prövningen|provet|tandläkaren|körlektionen)""",
    "straight": "(direkt|raka vägen|rakt|raka spåret)",
    "ride": """(bussen|tåget|bilen|cykeln|moppen|mopeden|buss|tåg|cykel|bil|moppe|epa|epan|a-traktorn|spårvagnen|
        elsparkcykel|elsparkcykeln|tunnelbanan|pendeln|skolbussen|första bussen|nästa buss|nästa tåg)""",
    "driver": """(mamma|pappa|morsan|farsan|min mamma|min pappa|mormor|morfar|farmor|farfar|brorsan|syrran|
        storasyster|storebror|min syster|min bror|min kusin|kusinen|grannen|någon|en kompis|min kompis|polarn|
        {name}|min man|min fru|moster|faster|morbror|farbror|sambon|styvpappa|bonuspappa|bonusmamma|extrapappa|
        du|ni)""",
    "drives": "(kan skjutsa|skjutsar|kan köra|kör|släpper av|kan skjuts|kan ge skjuts åt|lämnar av)",
    "attend": """(komma|vara med|delta|medverka|närvara|va med|komma dit|vara där|dyka upp|ta sig dit|ta mig dit|
        ta oss dit|komma ifrån|komma loss|ta ledigt|komma på <mtg>|delta på <mtg>|vara med på <mtg>|närvara på
        <mtg>|delta i <mtg>|komma till <mtg>|hinna dit|hinna fram|hinna)""",
    "enough": """(dit|i tid|fram|klart|med|med det|det|hem från träningen|byta om|äta först|äta innan|duscha|
        med bussen|dit i tid|dit efter <off>|från <off>)""",
    "cond": """(om|ifall|bara|bara om|så länge|förutsatt att|under förutsättning att|beroende på om|ba om|men
        om| men bara om)
        (<i_we> (kan|hinner [<enough>]|får (ledigt|skjuts|barnvakt|lift|åka med {called}|gå tidigare|tag på
        (skjuts|barnvakt)|sluta tidigare|gå) [från <off>|av (chefen|läraren|skolan|{name})|till <mtg>]| slutar
        (i tid|tidigt|tidigare|{when}|som vanligt|som jag ska) [på jobbet]|blir (klar|färdig|frisk|ledig) [i
        tid|till dess|tills dess|med <off>|innan dess]|är (frisk|friska|ledig|ledig då|kvitt febern|fri från
        feber) [då|{when}|igen|tills dess]|mår bättre [då|{when}|imorgon]|känner mig bättre|hittar (parkering|
        dit|skjuts|barnvakt|rätt|någon som kan skjutsa|en barnvakt)|kommer ihåg [det]|har (tid| möjlighet|
        skjuts|barnvakt|busspengar|pengar på busskortet|ledigt)|inte (jobbar|har prov|är sjuk|har träning|har
        lektion|glömmer|försover mig|missar bussen|glömmer bort det)|kommer (iväg|loss) [från <off>] [i tid]|
        slipper (prata så mycket|prata inför alla)|orkar efter <off>) |(bussen|tåget|bussarna|tågen|trafiken)
        (går [som (den|det) ska|i tid|som vanligt|idag|imorgon]|kommer [i tid| som den ska]|är i tid|inte är
        (inställd|försenad|sen|inställda)|funkar|flyter på) |det (går [bra]|funkar|passar|är okej [för er|med
        er]|är lugnt|blir av|är möjligt|inte (snöar|regnar|är halt| är för halt|spöregnar|är för kallt) [för
        mycket|så mycket]|är (online|på teams|digitalt|på distans)| är {place}|finns {thing}|blir {thing}|bjuds
        [på] {thing}|går fort|inte tar (lång tid|för lång tid|så lång tid|för länge|mer än {minutes})|inte
        krockar [med <off>]|inte blir (för sent|för långt|så långt)| gäller {when}|är {when}|finns (parkering|
        skjuts|plats)|är bra väder|är fint väder|är fika) |<driver> (<drives> [mig|oss|henne|honom]|är där
        [också]|är med [också]|följer med [mig|oss]|kan vara med| bjuder [på {thing}]|har tid|kan [passa barnen|
        vara barnvakt|passa lillebror|passa lillasyster|ta barnen]) |(chefen|läraren|skolan|min lärare|min chef|
        mentorn) (säger ja|ger mig ledigt|godkänner|släpper iväg mig| säger att det är okej|låter mig gå
        tidigare) |(min|mitt|{name}) (schema|jobb|chef) (tillåter|funkar|säger ja))""",
    "on": """[på (skolan|jobbet|bussen|bussarna|tåget|vädret|schemat|mitt schema|jobbet|träningen|trafiken|
        skjuts| chefen|
        läxorna|vad chefen säger|vad mamma säger|vad pappa säger|vad läraren säger|hur (jag|vi|mamma| pappa|min
        man|min fru) (jobbar|slutar|mår|mår då|mår imorgon)|hur det går (i skolan|på jobbet|med skolan|med
        bussen|med skjuts|på provet)|hur lång tid det tar|hur länge (det tar|vi håller på|jag jobbar)|vilken
        (tid|dag) det (blir|är)|när (jag|vi|skolan|träningen|bussen|mamma|pappa) (slutar|går|börjar|kommer hem
        från jobbet)| om (jag|vi|mamma|pappa) (jobbar|får ledigt|slutar i tid|hinner|kan skjutsa|är ledig|har
        bilen)|om det (blir|går|funkar|krockar) [bra]|om bussen (går|kommer) [i tid]|lite)]""",
    "leave": "(gå|dra|sticka|åka|cykla|iväg|rusa|avvika|lämna)",
    "until": "(till|fram till|tills|ända till|i|i max|max|högst|typ)",
    "hr": "({hour}|{when}|halv {hour}|kvart i {hour}|kvart över {hour})",
    "of_kin": """(farmor|mormor|farfar|morfar|pappa|mamma|farsan|morsan|släkten|släktingar|kusinen|kusinerna|min
        kusin|mina kusiner|brorsan|syrran|moster|faster|morbror|farbror|en kompis|min kompis|kompisar|min pojkvän|
        min flickvän|min tjej|min kille|min syster|min bror|min pappa|min mamma|tandläkaren|läkaren|doktorn|
        frisören|optikern|svärmor|våra släktingar)""",
    "away": """({town}|i {town}|i stugan|på landet|på semester|på läger|på resa|på cup|på lov|hos <of_kin>|
        hemma hos <of_kin>|i
        {town} hos <of_kin>|hos <of_kin> i {town}|utomlands|bortrest|bortresta|på klassresa|på studiebesök|på
        praktik|på prao|på jobbet|på skidresa|i fjällen|på träningsläger|på match|på turnering|på tjänsteresa|på
        kurs|på bröllop|på kalas|på begravning|på intervju|på anställningsintervju|på utbildning|på friluftsdag|
        på tandläkaren|hos tandläkaren|på bup|på vårdcentralen|hos läkaren|på utvecklingssamtal|på körlektion|på
        uppkörning|på öppet hus|på konferens|på simskola|på jobbintervju)""",
    "body": """(ont i (magen|halsen|huvudet|foten|ryggen|knät|tummen|örat|örat|tanden|tänderna|axeln|benet)|
        feber|hög feber|
        lite feber|{number} graders feber|{number} grader feber|{number} i feber|{number} graders feber|
        vinterkräksjuka|vinterkräksjukan|magsjuka|kräksjuka|influensa|influensan|en förkylning|en rejäl
        förkylning|snuva|hosta|migrän|huvudvärk|tandvärk|yrsel|halsfluss|öroninflammation|lunginflammation|
        mensvärk| mens|covid|corona|ryggskott|en fruktansvärd förkylning|springmask|löss|svinkoppor|körtelfeber|
        allergi| penicillin|halsont|ögoninflammation|urinvägsinfektion|feber och (hosta|halsont|snuva|
        huvudvärk)|ont i halsen och (feber|hosta|snuva))""",
    "fell": """(stukat|stukade|brutit|bröt|vrickat|vrickade|skadat|skadade|sträckt) (foten|fotleden|armen|
        handleden| knät|
        benet|fingret|tummen|axeln|ryggen|mig) [på (träningen|matchen|idrotten|gympan|fotbollen|gymmet|isen)]
        [igår|i helgen|idag]""",
    "so_no": """[så|därför|tyvärr|och|då] [<i_we>|det|han|hon] (kan inte|kan ej|kommer inte|går inte|funkar
        inte|hinner inte|får
        bli en annan (dag|gång)|får ta det en annan (dag|gång)|måste (avboka|boka om|ställa in|stanna hemma)|
        stannar hemma|blir hemma|får stanna hemma|får avboka|får ställa in|blir inte av|blir inget|kan inte
        <attend>) [{when}] [tyvärr]""",
    "en_i": "(i|we)",
    "en_who": """(my (mum|mom|dad|mother|father|husband|wife|parents|son|daughter|brother|sister)|he|she|{name}|
        {called})""",
    "en_cond": """(if|only if|as long as|if only|provided|provided that|unless) ((i|we) (get a (ride|lift)
        [there]|can get (a
        ride|a lift|off work|there|time off|off)|get off (work|school| early|on time)|finish (on time|early|
        {when})|feel better [by then|tomorrow]|am (better|not sick|free|done| not working) [by then|then]|can|
        have time|make it [in time|on time]|find (parking|a babysitter|a ride|it)| get (time off|the day off|
        permission|out of class) [from (work|school|my boss)]|can leave (work|school|class) [early]|catch the
        bus|do not have (work|school|practice|to work|class)|have no (school|work|practice)) |(my (mum|mom|dad|
        brother|sister|parents|husband|wife|friend)|someone|somebody|you|{name}) (can (drive|take| drop) (me|us)
        [there|off]|drives me|is there [too]|is coming [too]|comes [too|along]|can come [too]| gives me a (ride|
        lift)) |the (bus|train) (is on time|comes|runs|is not late|is not cancelled) |it (is (ok|okay|fine|
        online|on teams|possible|quick|short|not (snowing|raining|too late))|works [out]|does not (snow|rain|
        take long|take too long|clash)|fits|is at {hour}|is {when}) |(there is|you have|we get) {thing} |my boss
        (says yes|lets me off|says it is ok|is ok with it))""",
    "en_depends": """[on] [(work|school|the bus|the weather|my schedule|my shift|traffic|my mum|my mom|my boss|
        homework| practice)|
        (if|whether|when|how) (i|we) (finish|get off [work]|have work|work|feel|get a ride|have (work|practice|
        school))|when (school|work|practice) (ends|finishes)|what (my boss|my mum|my mom|my teacher) says|how
        long it (takes|is)|what time it is|how (school|work) goes|how i feel]""",
}

#: Sentences that count always.
SENTENCES: Mapping[Intent, str] = {
    Intent.YES: """
        <i_we> (kommer|är med|kommer gärna|dyker upp|kommer självklart) (båda|båda två|allihop|alla tre|alla
            fyra| tillsammans|ihop|själv) [på <mtg>|till <mtg>|{when}]
        både (jag och (mamma|pappa|min man|min fru)|mamma och pappa|vi föräldrar) (kommer|är med|deltar) [på
            <mtg>| {when}]
        <i_we> (har skrivit upp|skriver upp|har noterat|noterar|har lagt in) (det|tiden|mötet|datumet) [i
            (kalendern| almanackan|mobilen)]
        (det är|tiden är|mötet är) (noterat|uppskrivet|inskrivet [i kalendern]|antecknat)
        (noterat i kalendern|skrivet i kalendern|lagt in det|lagt in det i kalendern)
        (jag|vi) (ställer upp|är på plats|är på banan|är på plats i tid) [{when}|på <mtg>]
        (ser fram emot|jag ser fram emot|vi ser fram emot) (det|mötet|att ses|att träffas|att träffa er)
            [{when}]
        <i_we> (kommer att|ska|tänker) (närvara|delta|medverka|vara med|vara på plats|vara där|komma) [på <mtg>|
            {when}| på <mtg> {when}]
        (vi|both of us|all of us) [(are|will)] (both coming|all coming|be coming|will come|will attend|will be
            there)
        (both of us|all of us|me and my (mum|mom|dad|husband|wife)|my (husband|wife|mum|mom|dad) and i) [will|
            are|can] (come|coming|attend|be there|attending|join) [to <emtg>|{when}]
        (looking|i am looking|we are looking) forward to (it|<emtg>|meeting you|seeing you) [{when}]
        (noted|got it|it is) in my calendar
        """,
    Intent.CANNOT: """
        <i_we> (kan|kommer|hinner) [tyvärr|nog] (inte|ej) [att|kunna] [komma|slita mig] (ifrån|loss från|iväg
            från|från) (jobbet|arbetet|skolan|lektionen|praktiken|mitt arbete) [då|{when}|tyvärr]
        (kan|kommer|hinner) [tyvärr|nog] (inte|ej) [komma] (ifrån|loss från|iväg från|från) (jobbet|arbetet|
            skolan| lektionen|praktiken) [då|{when}|tyvärr]
        [jag|vi] får [tyvärr|nog] (inte|ej) (ledigt|ledig|gå tidigare|gå ifrån) [från <off>] [då|{when}|tyvärr]
        (chefen|min chef|jobbet|läraren|min lärare) (säger nej|vill inte ge mig ledigt|ger mig inte ledigt|sa
            nej| behöver mig då|har satt mig på kvällspass) [tyvärr]
        [jag|vi] [har|har fått|fick] [ett|en] (extrapass|extra pass|inhopp|kvällspass|nattpass|extra skift|
            skift| dubbelpass|lektion|inställelse|kallelse|föräldramöte|jour) [på jobbet|på {shop}] (då|{when}|
            samma tid) [<so_no>]
        <one> (har|hade) [redan|tyvärr|också] [en|ett] (tid|läkartid|tandläkartid|möte|läkarbesök|tid bokad|
            bokat) [hos| på|till] [<of_kin>|bup|vårdcentralen|sjukhuset|optikern|frisören|ungdomsmottagningen|
            barnmorskan| arbetsförmedlingen|försäkringskassan|banken|skolan|jobbet|{reason}] [precis|exakt] (då|
            {when}|samma tid|samma dag|den dagen) [<so_no>]
        [det|tiden|mötet|tyvärr] krockar [tyvärr] [med] [min|mitt|ett|en|hans|hennes|våra] ({reason}|
            utvecklingssamtalet| utvecklingssamtal|läkartiden|tandläkartiden|jobbet|passet|lektionen|skolan|
            körlektionen|föräldramötet| träningen|matchen|praktiken|ett annat möte|föreläsningen|kursen|sfi|
            idrotten|provet|skolfotot) [{when}|tyvärr]
        [jag|vi] (står över|avstår|får avstå|får stå över|får passa|passar) [<mtg>|mötet] (den här gången|denna
            gång| denna gången|{when}|imorgon)
        <i_we> [har|fick] [tyvärr] (behöver|behöva|måste|vill|skulle behöva) [tyvärr] (ställa in|avboka|boka av|
            boka om| flytta) [<mtg>|tiden] [{when}] [<because>]
        <nay> [inte] (den här gången|denna gången|denna gång) [tack]
        (jag|vi) har [redan] (lovat|bestämt|planerat) [att] (jobba|träna|sitta barnvakt|passa barn|passa
            lillebror| passa lillasyster|hjälpa till på jobbet|hjälpa {called} flytta|åka till <of_kin>|hälsa på
            <of_kin>|spela match) [då|{when}|den dagen] [<so_no>]
        unfortunately (i|we|my husband|my wife) (can not|are not able to|am not able to|will not be able to)
            [come|attend| make it|be there|join] [{when}|to <emtg>] [because of|due to] [work|school|my work|an
            appointment|{reason}]
        [i|we] (can not|will not be able to|am unable to|are unable to) [come|attend|make it|be there|join|get
            off] [{when}|to <emtg>] (because of|due to|from) (work|school|my work|a (doctors|dental)
            appointment|{reason})
        (i|we) can not get (off work|time off|off|the day off|a babysitter|away from work) [then|{when}|sorry]
        (my boss|work|school) (said no|says no|will not let me off|will not give me the day off|needs me then)
            [sorry]
        [i|we] (do not|can not) (have|get) (a ride|a lift|any way to get there|a babysitter|childcare) [then|
            {when}|there]
        (i|we) (am|are|will be) (at|in|on|out of) (town|a wedding|a funeral|vacation|holiday|practice|training|
            my (dads|moms|mums|cousins|grandmas) [place|house]|the (dentist|doctor)|{town}) (then|{when}|that
            day|all week)
        (kan ej|kan inte|nej jag kan (ej|inte)) jag har [en] (fotbollscup|cup|match|turnering|tävling|{reason})
            [hela helgen|{when}]
        """,
    Intent.SICK: """
        <one> (har|fick|har fått|har fortfarande|åkt på|har åkt på) <body> [idag|sen igår|i natt|sen i helgen|
            {when}] [<so_no>]
        (har|fick|har fått|fått|åkt på|har åkt på) [en|ett] <body> [idag|sen igår|i natt|sen i helgen|{when}]
            [<so_no>]
        (jag|vi|han|hon) (ligger|är) (hemma|sängliggande|nedbäddad|däckad|utslagen) [i|med|av] [sängen] [<body>]
            (och kan inte komma|så det går inte|så jag kan inte|så vi kan inte|och har feber|idag|sjuk)
        (jag|han|hon|sonen|dottern|lillebror|lillasyster|vi) [har] (kräkts|spytt|kräks|spyr|kräktes|spydde)
            [hela natten|inatt|i natt|sen i morse|sen igår|idag|i morse|flera gånger] [<so_no>]
        (har|jag) (kräkts|spytt|spyr) (hela natten|inatt|i natt|sen i morse|sen igår|idag|i morse) [<so_no>]
        (hela familjen|alla|alla hemma|barnen|allihop|småsyskonen) (är|har blivit|har|ligger) [<ill>|<body>|
            sjuka| magsjuka|förkylda|hemma sjuka] [idag|hemma|just nu|nu] [<so_no>]
        (vi|jag) har (<body>|<ill>|sjuka barn|sjukt barn) [hemma] [hela familjen|allihop] [<so_no>]
        [jag|han|hon|sonen|dottern] [har] <fell> [<so_no>|och är på (akuten|sjukhuset|vårdcentralen)]
        (jag|vi|han|hon) är på (akuten|vårdcentralen|sjukhuset|barnakuten) med (foten|armen|sonen|dottern|
            lillebror| lillasyster|bebisen|barnet|öronen|feber)
        <body> [<so_no>]
        (är|jag är|han är|hon är|vi är|sonen är|dottern är) (jätte|jätte jätte|asjätte|mega|svin|skit|
            fortfarande|rätt| lite|väldigt|ganska|inte helt) (förkyld|sjuk|hes|snorig|täppt|krasslig|frisk|
            förkylda|sjuka|hängig) [idag| {when}] [<so_no>]
        (är|jag är|han är|hon är|vi är|sonen är|dottern är) (asförkyld|jätteförkyld|skitförkyld|svinförkyld|
            megaförkyld| jättehes|krasslig|snorig|hängig|täppt i näsan|genomförkyld) [idag|{when}] [<so_no>]
        (jag|han|hon|sonen|dottern) (är sjukskriven|är sjukanmäld|blev hemskickad från skolan|fick gå hem från
            skolan) [idag|{when}|med <body>] [<so_no>]
        (sjukanmäler|vill sjukanmäla|måste sjukanmäla) [mig|sonen|dottern|min son|min dotter] [från <mtg>|till
            <mtg>| {when}|från mötet {when}]
        [i|we|he|she] (woke up|am|is|have been|has been) [feeling|home] (sick|ill|really sick|throwing up [all
            night]| puking [all night]|so sick) [today|since (yesterday|this morning)] [can not come|can not
            make it]
        [i|he|she|my (son|daughter|kid)] (got|have|has|have got|has got) (a|the|a bad|a really bad) (fever|flu|
            cold| stomach bug|sore throat|headache|migraine|toothache|cough|stomach flu|stomach ache) [today|so
            i can not come|so we can not come|can not come|and can not come|so no meeting for me]
        (my|the) (son|daughter|kid|kids|baby|whole family|family|little brother|little sister) (is|are|has|have)
            (sick| ill|a fever|the flu|a cold|home sick|throwing up) [today|so (i|we) (can not come|have to stay
            home)]
        (everyone|everybody|we are all|we all|the whole family) [is|are|got|have] (sick|ill|the flu) [here|at
            home]
        (sprained|i sprained|broke|i broke|i hurt) my (ankle|foot|arm|wrist|leg|knee|finger) [at (practice|the
            game| training|football)|yesterday] [can not come]
        (har|jag har|fick|har fått|fått|jag har fått) [en|ett] <body> av (brorsan|syrran|lillebror|lillasyster|
            mamma|pappa|barnen|en kompis|min bror|min syster)
        (mamma|pappa|morsan|farsan|min mamma|min pappa|min man|min fru) är (sjuk|förkyld|magsjuk) [idag] [så det
            blir bara jag|så jag kommer själv]
        (han|hon|sonen|dottern|barnet|min son|min dotter) är (sjuk|förkyld|magsjuk|hemma sjuk|hängig) [idag|
            {when}] så (vi|jag) (får|måste|behöver) [nog|tyvärr|väl] (flytta|ställa in|boka om|avboka) [mötet|
            <mtg>|det]
        my (son|daughter) has (a cold|a fever|the flu|a stomach bug) [so] (he|she|we) (will not|can not) (come|
            make it) [{when}]
        """,
    Intent.LATE: """
        [jag|vi] (letar|söker|letar efter|hittar inte|hittar ingen|får ingen) (parkering|en parkering|
            parkeringsplats| p-plats|plats att parkera) [så (jag|vi) (blir|kommer) [lite] (sen|sena|sent)|än|men
            kommer]
        (tåget|bussen|spårvagnen|pendeln|bilen|moppen) (står still|står stilla|har stannat|gick sönder|har gått
            sönder| fick punka|startar inte|ville inte starta|blev inställd|är inställd|är ersatt|har
            motorstopp|fick motorstopp| är full|var full) [så (jag|vi) (blir|kommer) [lite|{minutes}] (sen|sena|
            sent)|blir [lite|{minutes}] (sen| sena)]
        [jag|vi] (har|fick) (punka|motorstopp) [på cykeln|på bilen|på moppen] [så (jag|vi) (blir|kommer) [lite|
            {minutes}] (sen|sena|sent)|blir [lite|{minutes}] (sen|sena)]
        [jag|vi] (sitter|är) på (bussen|tåget|väg in|vagnen) [och|är|nu] [är|framme] [där] [framme] [om|typ|ca]
            ({minutes}| {hour}|fem|tio|strax|snart) [min|minuter]
        {minutes} (bort|ifrån|härifrån|därifrån|kvar|kvar nu|tills jag är där)
        [jag|vi] (är|blir) [nog|tyvärr|typ|lite] {minutes} (sen|sena|försenad|försenade|sena) [till <mtg>|
            {when}]
        (jag|vi) (blir|kommer) (kvar|sitter kvar) på (jobbet|lektionen|provet) [lite] [längre|till {when}] [så
            (jag|vi) (blir|kommer) [lite] (sen|sena|sent)]
        (jag|vi) kommer [lite|nog|typ] [{minutes}] efter (de andra|alla andra|mamma|pappa)
        (börja|kör igång|sätt igång|börja gärna|ni kan börja|kan ni börja) (utan (mig|oss)|ändå) [så kommer
            (jag|vi) (sen|strax|snart|efter)|(jag|vi) kommer (strax|snart)]
        (missade|missa|hann inte med) (avfarten|hållplatsen|av på rätt hållplats|min hållplats|anslutningen|
            bytet)
        åkte (för långt|förbi|fel) [blir lite sen|kommer strax]
        (gick|åkte|cyklade|körde) fel [blir lite sen|kommer strax|är där om {minutes}]
        [i am|am|going to be|running|will be] [like|about|maybe] {minutes} late [sorry|today|because of (the
            bus|traffic| the train|work)]
        [i am|we are] [still] on the (bus|train) [be there in {minutes}|there in {minutes}]
        (stuck|i am stuck|we are stuck) (at work|in class|at school|on the train|on the bus) [will be late|be
            there {when}|going to be late|going to be late]
        (looking|i am looking|we are looking) for parking
        can not find (parking|a parking spot|a place to park)
        {minutes} away
        the (bus|train) (broke down|is not coming|never came|did not show up|is cancelled|is full) [so] [i am|i
            will be| going to be|will be] [late|a bit late]
        (start|you can start|just start) without (me|us) [i will be there (soon|in {minutes}|{when})]
        (jag|vi) (kommer|blir) (kanske|nog|eventuellt|troligen) [lite|{minutes}|några minuter] (sen|sena|sent|
            försenad|försenade) [på grund av|pga|för|eftersom] (bussen|tåget| pendeltåget|pendeln|trafiken|
            jobbet|lektionen|<vehicle>|<off>) [är] [sen|sent|försenat|försenad|strular]
        (kommer|blir) (kanske|nog|eventuellt|troligen) [lite|{minutes}] (sen|sent|försenad) (på grund av|pga)
            (bussen|tåget|pendeltåget|trafiken|jobbet|<off>)
        (jag|vi) kommer att bli [cirka|ungefär|typ] {minutes} (sen|sena|försenad|försenade) [på grund av|pga|
            för] [ett möte|jobbet|bussen|trafiken|{reason}]
        """,
    Intent.MAYBE: """
        det beror <on>
        beror [helt|lite|mest] <on>
        [jag|vi] (återkommer|hör av mig|säger till|meddelar|svarar|skriver) (sen|senare|imorgon|ikväll|strax|
            {when}|när jag (vet|vet mer|kollat|har kollat|har frågat|fått besked|pratat med chefen|pratat med
            mamma|kollat schemat)| så fort jag vet|så snart jag vet) [om (jag|vi) (kan|kommer|hinner)]
        (får|kan) (jag|vi) (svara|säga|meddela|återkomma|höra av mig|bestämma mig) [om det|på det] (sen|senare|
            imorgon| ikväll|{when}|när jag (vet|kollat|vet mer|har kollat)) [om <mtg>]
        (får|kan) (jag|vi) (tänka på det|tänka på saken|fundera på det|fundera) [lite|först|till {when}]
        (ska|måste|får|behöver) [bara|först] (tänka|tänka på det|fundera|fundera på det|fundera lite) [lite|
            först]
        (behöver|måste|ska|vill) [jag] veta (senast|tidigast) när
        (jag|vi) (vet|får veta) (först|inte förrän) {when} [om (jag|vi) (kan|kommer|jobbar|får ledigt)]
        (vet|får veta|får besked) (först|inte förrän|inte innan) {when} [om (jag|vi) (kan|kommer|jobbar|får
            ledigt)]
        <i_we> (väntar på|har inte fått|väntar fortfarande på|får) (besked|schemat|mitt schema|schema|svar|nya
            schemat) [från|av] [jobbet|chefen|skolan|mamma|pappa] [än|{when}]
        <cond> [så] (kommer (jag|vi)|kan (jag|vi)|är (jag|vi) (där|med)|funkar det|går det [bra]|ja|gärna)
            [annars inte| annars nej]
        [ja|jo|absolut|kanske|gärna] <i_we> (kommer|kan|är med|kan komma|ska|försöker komma) [{when}] <cond>
        [kanske] (kommer|kan|kan komma|är med|funkar|går bra|går) [{when}] <cond>
        <cond> (annars|i annat fall) (inte|nej|får det bli en annan dag|får vi boka om|tar vi en annan dag)
        (jag|vi|jag tror jag|tror jag) (försöker|ska försöka|försöker komma|gör ett försök|gör mitt bästa) [att]
            [komma| hinna|vara med|vara där] [{when}|på <mtg>]
        [i|we] (am|are) not (sure|certain|a hundred percent sure) [yet] [about {when}|if it works]
        (i|we) (might|may|should|can probably|will probably) [be able to|not be able to|not] [come|make it|be
            there| attend|be] [late|if i have time] [{when}]
        [it] [all] depends <en_depends>
        (yes|yeah|sure|maybe|ok|okay|i can|i will come|i can come|we can come|i will be there|possible) [but]
            <en_cond>
        <en_cond> (yes|i can|i will|sure|then yes|i will come|i can come|i will be there|we can come|ok)
        (i|we) (need|have|got) to (ask|check with|talk to|check) [with] (my (boss|mum|mom|dad|parents|teacher|
            coach| schedule|calendar|work|shift|manager|husband|wife)|work|school) [first|about it|and let you
            know|and get back to you]
        (need|have|have to|let me|going to|i will|i should) [to] (ask|check with|talk to|check) [with] (my
            (boss|mum|mom| dad|parents|teacher|coach|schedule|calendar|work|shift|manager|husband|wife)|work|
            school) [first|about it|and let you know|and get back to you]
        (can|may) i (answer|reply|let you know|tell you|get back to you) [about (it|that|this)] (later|tomorrow|
            tonight| {when}|when i know)
        (i|we) will (answer|reply|let you know|tell you|get back to you|check) [about it] (later|tomorrow|
            tonight|{when}| when i know|as soon as i know|soon)
        let me (think|think about it|sleep on it|check and get back to you|check first|check)
        (kommer|jag kommer|vi kommer|kan|jag kan) [bara] om ({name}|eva|mamma|pappa|morsan|farsan|min kompis|
            syrran|brorsan|{who}) (kommer|är med|är där|kan) [också|med]
        (kommer|jag kommer|vi kommer) men (inte|bara) om ({who}|{name}|snuten|polisen|aina) [inte] (är där|är
            med|kommer)
        (aa|ja|jo|okej|kan|jag kan) [kan] väl (testa|prova|komma|försöka) [en gång|då]
        (beror på|kommer an på|hänger på) (vilka som kommer|vem som kommer|vad det handlar om|vad vi ska göra|
            hur långt det är)
        (i|we) (will|can) (come|be there) (but|only) (not|only) if ({who}|{name}) (is|comes|is not) [there|
            coming]
        """,
    Intent.OTHER_TIME: """
        (går|kan|skulle|får) (det|man|vi|ni) [kunna|att] (flytta|skjuta|ändra|dra|lägga) (fram|bak|på|upp) [det|
            mötet|tiden| <mtg>] [med|en|typ] ({minutes}|{hour} timmar|{hour} dagar|en vecka|en dag|någon timme|
            några dagar|lite)
        [jag|vi] hade (gärna|hellre|helst) (tagit|haft|sett|velat ha) (det|mötet|tiden) [på] [en] ({when}|
            fredag|måndag| tisdag|onsdag|torsdag|kväll|förmiddag|eftermiddag) [istället]
        (har|finns) (du|ni|det) [inga|några|inte] (andra|fler|lediga|senare|tidigare) (tider|dagar) [att (välja
            på|välja mellan)|{when}|istället]
        när är (nästa|första|närmaste) (lediga|möjliga) (tid|dag)
        (får|kan) (jag|vi|man) [få] (välja|bestämma|föreslå|önska) (tid|dag|tiden|dagen|en tid|en annan tid|tid
            själv|dag själv|själv tid|själv när)
        (det|tiden) (är|blir|känns) [väl|lite|alldeles|rätt|jätte|så|typ] [för] (tidigt|tidig|tajt|tight|
            stressigt) [för mig| för oss] [eftersom jag slutar {when}|jag slutar {when}] [men|kan|går] [{when}
            (funkar|går|passar|går bra)]
        ({when}|{hour}|kl {hour}) (är|blir|känns) [väl|lite|alldeles|rätt|jätte|så|typ] [för] (tidigt|tidig|
            sent|tajt|tight|stressigt) [för mig|för oss] [eftersom jag slutar {when}|jag slutar {when}]
            [men|kan|går] [{when} (funkar|går|passar|går bra|kan vi ta {when})]
        (kan|ska|får) (vi|man) (säga|köra|ta|bestämma|sikta på|boka) {when} (istället [för {when}]|ist|i stället
            [för {when}]) [tack]
        (kan|ska|får|skulle|går) (vi|man|det) [kunna|att] (ses|ta det|köra|ha det|ta mötet|ha mötet) [på] {when}
            ist
        {when} ist
        <nay> inte {when} [bror|bre|bro] [det är] [för tidigt|alldeles för tidigt|mitt i natten|för sent på
            dagen|för tidigt på morgonen|lite tidigt]
        inte (så|för) (tidigt|sent) [tack|på morgonen|på kvällen]
        det är (mitt i natten|på tok för tidigt|alldeles för tidigt|svintidigt|jättetidigt)
        <i_we> (är|kan|blir) [bara] (ledig|lediga|fri|tillgänglig|anträffbar) {when}
        (andra|alla andra|övriga|resten av) dagar (går|funkar|passar) [bra]
        (alla dagar|vilken dag som helst|när som helst) (utom|förutom|men inte) {when} [funkar|går|passar] [bra]
        (jag|vi) kan (vilken dag som helst|när som helst|alla dagar) [utom|förutom|men inte|efter|före] [{when}]
        (skicka|ge|föreslå) (ett|en|några|gärna) [annat|andra|annan|nya|ny] (förslag|tider|tid|dag) [tack|
            istället|är ni snälla]
        (vi|jag) (får|kan) (ta|hitta|boka) (en annan (tid|dag|gång)|ett nytt (datum|möte)|en ny tid) [{when}|
            tack]
        (är|finns) det [möjligt|möjlighet] [att] (ses|komma|träffas|boka) [före|efter|vid|på] {when} [istället]
        (any|is there any|do you have any|are there any) (other|later|earlier) (time|times|day|days) [{when}|
            available]
        (can|could) (we|i|you) (move|push|shift) (it|<emtg>|the time) [back|forward|up] [by|to] ({minutes}|an
            hour|a week|a few days|{when})
        (i|we) (finish|get off|get out of school|am free|am off) (at|around) {hour} [so|can we] [do it] [after|
            later]
        (anything|any time|any day|any time|sometime) (after|before|but|except) {when} [works|is fine|is good]
        (not so|not that|that is too|it is too|a bit too|kind of|a bit) early [for me|for us|can we do {when}]
        {when} is [a bit|kinda|kind of|way|too|way too] [too] (early|late) [for me|for us] [can we do {when}|
            {when} works]
        (can|could) (i|we) (pick|choose|suggest) (a|another|the) (time|day|date)
        (går|är) det [bra|okej|möjligt] [att] (köra|ta|ha|delta) [det|mötet] ({place}|{when}) istället
        (kan|ska|får) (vi|man) (säga|köra|ta|bestämma|sikta på|boka) {when} istället för ({when}|{hour}|kl
            {hour})
        (jag|vi) (föredrar|skulle föredra|hade föredragit) [en] (morgontid|kvällstid|tid {when}|{when}|annan
            tid|senare tid|tidigare tid|eftermiddagstid|förmiddagstid) [om möjligt]
        (i|we) (would prefer|prefer|would like) [a|an] (morning time|evening time|afternoon time|later time|
            earlier time|time {when}| {when}|other time|morning|afternoon) [if possible|please]
        (kan|ska|måste) (vi|mötet) (sluta|börja|vara klara|vara slut|vara klart) [senast|före|innan|redan|först]
            {when} [då]
        [but] can we (finish|end|stop|start|be done) (by|at|before|after) {hour}
        [men] kan vi (hålla det|köra|ta det|göra det) [lite] (kort|kortare|snabbt) [den här gången|denna gång|
            idag]
        (helst|gärna|vill helst att det är|max|jag vill att det är) [max|högst] {minutes} [långt]
        [but] can we keep it (short|quick|brief)
        can we (push|move|delay) it [like] {minutes} [my (bus|train) (sucks|is late|is slow)]
        """,
    Intent.ASK_ABOUT: """
        [men] [jag|vi|vi kommer|jag kommer] [och] [måste|behöver|får|vill] (måste|behöver|får|vill|ska|tänker|
            kommer) [nog| dock|också] [att] <leave> [ifrån|iväg|från <mtg>] [lite] (tidigare|lite tidigare|lite
            tidigt|{hour}|halv {hour}| kvart i {hour}|kvart över {hour}|efter {minutes}|senast {when}|{when}
            senast|{when}|innan det är slut|innan {when}| redan {when}|redan halv {hour}) [för|eftersom|till|
            sen] [jag|vi] [har|ska på|ska till|måste till|ska|då] [{reason}|<off>|bussen|jobbet] [då|sen|{when}]
        [jag|vi] (kan|hinner|har tid att) (bara|endast|typ bara|max|högst) [vara|stanna|sitta] [med|där] [i]
            <until> [{minutes}|<hr>|en timme|en halvtimme]
        [jag|vi] (kan|hinner) [bara] (vara|stanna) (med|där|kvar) [bara] [till|fram till] <hr> [för|sen] [jag|
            vi] [har| måste|ska] [{reason}|<off>]
        (går|är) det [bra|okej|lugnt] (om|att) [jag|vi|bara] (är|går|kommer|vara|komma|gå) [med] [bara] [de
            första|den första|första|i|efter|till] [{minutes}|minuterna|halvtimmen|timmen|halvan|{number}
            minuterna|{when}|en halvtimme] [av mötet|tidigare]
        <driver> kan [också|tyvärr|nog|inte] [heller|tyvärr|nog] (inte|ej|tyvärr inte|också|heller inte|inte
            heller) [<attend>] [på <mtg>|till <mtg>|{when}|då] [<because>]
        (han|hon|hans pappa|hennes pappa|hans mamma|hennes mamma|barnets pappa|barnets mamma|pappan|mamman) kan
            [tyvärr|nog| inte] [tyvärr] (inte|ej|inte heller) [<attend>] [på <mtg>|till <mtg>|{when}|då]
            [<because>]
        [men] inte (hans|hennes) (pappa|mamma) [han kan inte|hon kan inte]
        (<driver>|hans pappa|hennes mamma|min man|min fru) (kommer|är med|deltar) (istället för (mig|pappa|
            mamma|min man|min fru)|i stället för (mig|pappa|mamma)|i mitt ställe) [på <mtg>|{when}]
        (i|we) [have to|need to|must|have to|will have to] (leave|go|head out|be off|run) (early|a bit early|at
            {hour}|at half past {hour}|by {hour}|before {hour}|after {minutes}|{when}) [because|for|cause|since]
            [i|of] [have|got] [{reason}| work|practice|training|school]
        [but] (have|got|need) to (leave|go) (early|a bit early|at {hour}|by {hour}|{when}) [for (work|practice|
            training)]
        (i|we) can (only|just) (stay|be there|come) (until|till|for) ({hour}|{minutes}|half an hour|an hour|a
            bit|{when})
        [but] <en_who> (can not|will not be able to|is not able to) (come|make it|attend|be there|join) [{when}|
            too| unfortunately|to <emtg>]
        [but] (my husband|my wife|my (mum|mom|dad)|{name}) can not [sorry|unfortunately]
        <en_who> (will|can|is going to) (come|be there|attend|join) instead (of me|of my husband|of my wife|of
            him|of her)
        [men] [då] måste (jag|vi) få ledigt från <off> [då|{when}]
        [men] [då] måste (jag|någon|ni|du) (meddela|säga till|prata med|fråga) (skolan|läraren|jobbet|chefen|min
            lärare|min chef) [först]
        (jag|vi|hon|han|min man|min fru|mamma|pappa) [har] [redan] (frågat|pratat med|kollat med|sagt till|
            meddelat) (läraren|chefen|skolan| {name}|jobbet|mentorn|tränaren|min lärare|min chef) [om det|redan|
            idag|igår] [och] [(han|hon|de|skolan) (sa|säger|vet) [om| att] (det|det är lugnt|det är okej|det går
            bra|ja|okej)] [sen|så jag kommer]
        jag frågade ({name}|läraren|chefen|mentorn|min lärare|min chef) [idag|igår] och (han|hon) sa att det
            var: (lugnt|okej|bra) [bara jag (tar igen|gör|läser in) (matten|lektionen|det|provet|uppgiften)
            [sen|efteråt|hemma]]
        har (lektion|prov|träning|skola|matte) då egentligen
        kan [det] ta (tid|lite tid|en stund)
        [men] har inget busskort [så] [jag] [får] [gå|cykla|går|cyklar]
        bussen går [bara] (en gång i timmen|varje timme|en gång i halvtimmen|varannan timme|två gånger i timmen)
            [så (jag|vi) (kommer|blir) [lite] (tidigt|tidig|sent|sen)]
        (kan|skulle|har) (någon|nån|ni|du|{name}) [kunna] (skjutsa|skjuts|ge mig skjuts|köra|fixa skjuts|betala
            bussen|fixa busskort) [mig|oss|till mig] [till mötet|{when}|dit] [jag] [har] [inget] [busskort|
            skjuts]
        [men] [jag|vi|jag kommer men|vi kommer men] (måste|behöver|får) [dock|nog|tyvärr] <leave> [redan|senast|
            vid|kl] (<hr>|tidigare|lite tidigare) (pga|på grund av|för|till|eftersom) [jag] [har|ska på|ska
            till] (jobbet|skolan| träningen|jobb|bussen|{reason}|<off>)
        [så] (jag|vi) kan bara (stanna|vara med|vara där) (till|i) (<hr>|{minutes})
        """,
}

#: Answers to a question that is open.
ANSWERS: Mapping[tuple[Asked, Intent], str] = {
    (Asked.MEETING, Intent.YES): """
        [ja|jo|japp|jajamän|jadå|okej|absolut|visst] <i_we> [tar|åker|kommer|kör|kommer med|cyklar|går|
            promenerar|åker med| tar mig dit] (tar|åker|kommer|kör|cyklar|går|promenerar|springer) [med|på]
            <ride> [dit|{when}|från <off>] [så (jag|vi) är där [i tid|{when}]]
        [ja|jo|japp] (tar|åker|kommer med|åker med) <ride> [dit|{when}|{when} dit|från <off>] [så (jag|vi) är
            där [i tid| {when}]]
        [ja|jo] [jag|vi] (cyklar|går|promenerar|åker|kör|kommer|tar mig|tar oss) [<straight>] (dit|dit själv|dit
            {when}|dit efter <off>|<straight> från <off>|<straight> efter <off>|dit från <off>|dit <straight>
            från <off>|efter <off>| från <off>) [så jag är där {when}]
        [ja|jo] <driver> (skjutsar|kör|släpper av) [mig|oss|dit] [dit|{when}]
        (ja|jo|jadå|okej) (jag|vi|det) vet [jag] [redan|ju]
        [ja|jo|jadå|okej] (jag|vi) (har sett det|har koll|kommer ihåg|har inte glömt|har inte glömt bort det|har
            koll på det|är medveten om det|har det i kalendern|har läst det) [redan|ju]
        [ja|jo|jaja] [det|som] (sa|skrev) (jag|vi) [ju] [redan|sist|igår|förut|innan] [jag kommer|ja|att jag
            kommer]
        [ja|jo|jaja] [jag|vi] [har] (sagt|svarat|sa|skrivit) [ju] (det|ja|ja på det|det förut) [redan|ju|förut|
            igår|flera gånger|nyss|innan]
        [ja|jo|jaja] [jag|vi] har [ju] [redan] (sagt|svarat|skrivit) [ju] (det|ja|ja på det|att jag kommer|det
            förut) [redan|förut|igår|flera gånger|nyss]
        [ja|jo|jaja] har [ju] [redan] (sagt|svarat|skrivit) [ju] (det|ja|ja på det|att jag kommer|det förut)
            [redan|förut|igår| flera gånger|nyss]
        [jag|vi] har [ju] [redan] svarat [på] [det|den frågan|den där frågan|detta|det här] [redan|ja]
        (jaja|jadå|ja ja|ja ja ja|jodå|jo då) [jag vet|jag kommer|lugn|lugn jag kommer|chill|det är lugnt]
        (japp|jap|jupp|jepp|ja|aa|a|jo) [vi ses|ses|ses då|då ses vi|ses {when}|vi ses {when}|det gör jag|det
            ska jag]
        [jo|ja|det] (det|jag|vi) (ska|borde|bör|kommer) [nog|väl] [det] (gå|funka|passa|lösa sig|gå bra|funka
            bra|passa bra|gå fint)
        (det|jo det|ja det) (borde|ska|bör|lär) [nog] (gå|funka|gå bra|funka bra|lösa sig|passa bra)
        (borde|ska nog|lär) (gå|funka|gå bra|funka bra|kunna)
        (jag|vi) (borde|ska|bör|lär) [nog] kunna [komma|vara med|hinna|det] [då|{when}]
        [ja|jo] (tror|det tror|jag tror) [jag|vi] [det|nog det] [ja|går bra|funkar]
        (säkert|lätt|givetvis|naturligtvis|såklart|utan tvekan|självfallet|självfallet kommer jag|hundra|hundra
            procent| 100|aldrig i livet att jag missar det)
        [okej] (jag|vi) försöker
        (jag|vi) (ställer upp|gör det|fixar det|löser det|ordnar det|hänger med|ska|är på)
        (jag|vi) är (där|med|på plats) [då|hela tiden|från början|i god tid|i tid]
        (kommer|är där) (i tid|tidigt|lite tidigare|lite innan|i god tid|prick|själv|ensam till mötet|båda två|
            som avtalat|som bestämt|som vanligt|enligt planen)
        det var väl {when} (va|visst)
        [yes|yeah] (i know|i remember|i have not forgotten|i did not forget|already said yes|i already said
            (yes|so|i will come)|i said yes already|i told you already|told you already|i told you i am coming|
            like i said i will come)
        (i will|we will|will) (try|do my best|do our best|be there|try to come|be on time|be there early)
        (should be (fine|ok|okay|good)|it should (work|be fine|be ok)|i should be able to|should work|that
            should work|i think so|i guess so|i guess|i suppose|probably yes|most likely|for sure|definitely|you
            bet|bet|count me in|count us in| i am in|we are in|deal|sounds good to me|why not|yh|ye|yea|yuh|
            yessir|yes sir|fs|ok see you|ok bet|all good see you|i will walk|i will take the bus|taking the bus|
            my (mum|mom|dad) is driving (me|us)|coming straight from (school|work)|straight from (school|work))
        [i am|i|we are] (coming|come) (straight|right|directly) (from|after) (school|work|practice|class)
        [<yea>] [jag|vi] (kommer|kan|hänger med|är med|funkar|går bra|passar bra|passar|hinner) [absolut|då|
            gärna]
        [<yea>] (min son|min dotter|sonen|dottern|grabben|{called}|{name}|min man|min fru|mamma|pappa) (kommer
            (själv|ensam|direkt från <off>|med <ride>|på egen hand|med (mig|oss)|också|dit|till <mtg>|{when}|som
            planerat|direkt)|tar (bussen|cykeln|moppen) [dit]) [också|med <ride>|{when}|direkt från <off>]
        [<yea>] (han|hon) (kommer (direkt från <off>|med <ride>|på egen hand|till <mtg>|på <mtg>|som planerat)|
            tar (bussen|cykeln| moppen) dit) [också|med <ride>|direkt från <off>]
        [<yea>] (min son|min dotter|sonen|dottern|min man|min fru|hans pappa|hennes pappa|hans mamma|hennes
            mamma|mamma|pappa| morsan|farsan|farmor|mormor) (kommer [också] att (delta|vara med|närvara)|kommer|
            följer med|är med) [också|{when}|på <mtg>]
        [<yea>] vi (blir|är|kommer) [bara|totalt] (två|tre|fyra|fem|{number}) [personer|stycken|st|pers] [från
            oss|som kommer|{when}]
        det (blir|kommer bli) [bara|nog|då] (jag|mamma|pappa|vi|{companion}|farmor|mormor|morsan) [och|&] [jag|
            mamma|pappa|farmor|mormor|syrran|brorsan|morsan|{companion}] [som kommer|då]
        [men] utan (mamma|pappa|morsan|farsan|min man|min fru|sonen|dottern)
        (det|tiden|{when}) passar (mig|oss) [fint|bra|utmärkt|perfekt|jättebra]
        passar (mig|oss) [fint|bra|utmärkt|perfekt|jättebra]
        (har|är) (sovmorgon|ledig|ledig då|fri|lovet) [då|{when}|från <off>] [så] [det passar perfekt|det går
            bra|det funkar|jag kan]
        (jag|vi) (är|blev) lediga [då|{when}]
        [jag] (har|fick) [bytt|fått|byta] (pass|ledigt|skjuts|lov) [med en kollega|med {called}|av chefen] [så
            nu kan jag|så jag kan|så nu funkar det|så jag kommer]
        så nu kan jag [komma]
        [jag] (ändrade mig|har ändrat mig|ångrade mig) [så] [jag] (kommer|kan|kan visst|kan komma|kommer ändå)
        (kommer|kan|jag kommer|jag kan|vi kommer|vi kan) (ändå|visst|nu|iallafall)
        [jag] (menade|menar) (ja|att jag kommer|att jag kan|jag kommer|att vi kommer|jag kan)
        det (ska|skulle) (vara|stå) ja
        kommer (så fort|så snart) jag (kan|slutar|är klar) [med <off>|på jobbet|i skolan]
        (tight|tajt|svårt|stressigt|knappt) men (ska försöka|jag försöker|går nog|det går|ska gå|hinner nog|jag
            hinner)
        (hinner|hinner nog|jag hinner|jag hinner nog) [precis|lagom|gott och väl|utan problem|efter <off>|dit]
        (slutar|jag slutar|börjar|jag börjar) {when} så (det passar|det funkar|det går bra|jag hinner|hinner|det
            är lugnt|hinner precis|jag hinner precis|det går)
        [yes|yeah] my (mum|mom|dad|brother|sister|grandma) is (dropping|driving|taking) (me|us) [off|there]
        [yes] [it is] [so] (just|only) me [and my (mum|mom|dad|sister|brother|grandma)] [coming]
        (my (son|daughter|husband|wife|mum|mom|dad)|{called}) (is coming|will come|will be there|comes|will
            attend) [too|as well|by himself|by herself|straight from school|{when}|with (me|us)]
        (changed my mind|i changed my mind) [i] (can come|i can come|i will come|am coming|i am coming)
        i can come (after all|anyway)
        [jag] (hade|har) [helt|nästan|nog] glömt (det|bort det|det helt|helt bort det) [helt] men (ja|aa|jag
            kommer|jo|visst)
        (aa|ja|okej) (kan väl|jag kan väl|får väl) (komma|testa|prova|göra det) [då|en gång]
        <i_we> tackar ja till (inbjudan|kallelsen|mötet|tiden)
        (tack|tack så mycket) för inbjudan [jag|vi] (kommer|kommer gärna|tackar ja)
        [jag] (har|är) (mensvärk|lite förkyld|trött efter (jobbet|träningen)|lite hes) men kommer [nog] ändå
        [ja|aa|jo] [jag] kommer [nog] (ändå|iallafall|i alla fall)
        [vi|jag] har fått (ledigt|skjuts|barnvakt) [av|från] [{name}|skolan|chefen|läraren|jobbet]
        ({name}|läraren|chefen|mentorn|min lärare) (sa|säger) att (jag|det) (kan gå [tidigare] från (lektionen|
            matten|so|idrotten)|är lugnt|går bra|är okej) [så (det är lugnt|jag kommer)]
        ({name}|my teacher|my boss) (said|says) [that] (i can (leave [class] early|go|come|leave)|it is (fine|
            ok|okay)) [so (all good|i will come|i can come)]
        [jag] (hata|hatar|gillar inte) (möten|mötena) men (ok|okej|ja|jag kommer|jaja|visst)
        [yes|yeah|ok] i can come but [i] (need|have) to bring (my|the) (small one|little one|baby|daughter|son|
            kid|kids|youngest|little (brother|sister))
        [ja] jag kommer men [jag] [måste|behöver|vill] (måste|behöver|vill) ta med (min|mina) (yngsta|minsta|
            bebis|dotter|son|lillebror|lillasyster|barn)
        ({when}|det|tiden) (funkar|passar|går|fungerar) [bra|fint|perfekt] (för|för oss) (oss|mig|alla|båda|oss
            båda|alla tre) [två]
        (monday|tuesday|wednesday|thursday|friday|{when}) is (fine|good|ok|okay|perfect|great) [with me|for me|
            for us]
        (monday's|tuesday's|wednesday's|thursday's|friday's) (fine|good|ok|perfect)
        [förlåt|sorry|ursäkta] [jag] (glömde|missade|hann inte) svara [igår|förut|tidigare] [men] [ja|jo] (jag
            kommer|vi kommer|kommer|jag kan|det går bra)
        [tack] det har (jag|vi) skrivit upp
        {when} passar (oss|mig) (utmärkt|bra|perfekt|fint|jättebra)
        """,
    (Asked.MEETING, Intent.NO): """
        (hinner|kan|kommer) (inte|ej) (dit|då|på den tiden|hinna dit|dit då|så tidigt|så sent|den tiden|på det)
            [på den tiden|då|tyvärr]
        <nay> (inte den här gången|inte denna gång|det går inte|det funkar inte|inte {when}|det blir svårt|det
            blir inget| jag står över|jag avstår|jag skippar|inte för mig|jag passar|kna ej|kan inte|kan ej|
            inget för mig)
        <nay> (jag|vi) (kan|kommer|hinner) (inte|ej) (då|på det|den tiden|tyvärr)
        (jag|vi) (står över|avstår|skippar|passar|hoppar över den här gången|låter bli den här gången)
        (ne|nej|nä|nope) (kan ej|kna ej|kan inte|kna inte|går ej|ej möjligt|går inte|funkar ej|hinner ej)
        (no|nope|nah|sorry|no sorry) [sorry|not] (i can not|not {when}|not this time|not then|i am busy|busy|i
            am working| not possible|no can do|can not do|can not|i will pass|will pass|i am out)
        (not this time|can not do (that|it|{when})|no can do|i am busy then|i am busy|busy then|not going to
            make it|not going to make it|will not make it)
        [jag] (menade|menar) (nej|att jag inte kan|jag kan inte)
        det (ska|skulle) (vara|stå) nej
        (ändrade mig|jag har ändrat mig|jag ändrade mig) [jag] kan inte [ändå]
        (det var:|jag svarade|svarade|skrev) fel jag kan inte
        <nay> [jag|vi] [är] [tack] inte intresserad [av det|tyvärr]
        [nej tack] [jag] [är] (ej|inte) (intresserad|sugen) [av det|på det]
        (nej|nä) tack [inte] (intresserad|den här gången|inte för mig)
        [ill|i am|i will] (good|pass) thanks
        not interested
        (nej|nä) [tack] [jag|vi] vill inte (vara med|komma|gå|delta) [på <mtg>|tack|den här gången|{when}]
        [jag] vill inte (gå|komma) (på|till) <mtg> [tack]
        """,
    (Asked.MEETING, Intent.CANNOT): """
        <one> (är|är nog|kommer vara|ska vara|befinner mig|befinner oss) [tyvärr] <away> [då|{when}|den dagen|
            hela veckan|till {when}|fram till {when}] [<so_no>]
        [är|ska|kommer vara|sitter] (är|ska vara|kommer vara|sitter) [tyvärr] <away> [då|{when}|den dagen|hela
            veckan|till {when}|fram till {when}] [<so_no>]
        (jag|vi|han|hon|mamma|pappa) (åker|reser|ska) [bort|iväg] [till|på|hem till] ({town}|<of_kin>|landet|
            stugan| {reason}|fjällen) [då|{when}|den dagen|till {when}] [<so_no>]
        (åker|reser|ska) [bort|iväg] [till|på] ({town}|landet|stugan|<of_kin>|fjällen) [då|{when}|till {when}]
            [<so_no>]
        [jag|vi] (är|är inte|är ej) i {town} (då|{when})
        [jag|vi] (har|ska|måste|har lovat att|lovade att) {reason} [då|{when}] [<so_no>]
        (vi|jag|klassen|skolan) (har|ska ha|ska på|är på) (idrottsdag|friluftsdag|studiedag|studiebesök|prov|
            nationella| skolfoto|temadag|luciatåg|avslutning|projektarbete|grupparbete|redovisning|museum|
            teater|bio med klassen| skridskodag|simning|lovskola|läxhjälp|mentorssamtal|aktivitetsdag) [då|
            {when}|den dagen|med skolan] [<so_no>]
        [jag|vi|har] [har] [redan|ju|tyvärr] [annat|en grej|nåt annat|något annat|annan tid|andra planer|planer|
            lektion|grejer] (för mig|inbokat|inplanerat|då|planerat|på gång) [då|{when}|den dagen]
        (jobbar|arbetar|pluggar|tränar|repar|spelar) (då|sent|kväll|natt|dag|hela dagen|till {hour}|till {when}|
            {when}|hela veckan|dubbelt|extra|både {when}) [på] [{shop}] [tyvärr|den dagen|hela veckan|hela den
            veckan] [<so_no>]
        (jag|vi|mamma|pappa) (jobbar|arbetar|pluggar|tränar) [då|sent|kväll|natt|dag|hela dagen|till {hour}|till
            {when}|{when}| hela veckan|extra] [på] [{shop}] [tyvärr|den dagen|hela veckan|hela den veckan|då]
            [<so_no>]
        [i|we] (have|got|have got) [a|an|my|some] (lesson|class|practice|training|game|match|test|exam|shift|
            work|interview| driving lesson|dentist|doctors appointment|dentist appointment|date|thing|rehearsal|
            field trip|presentation| tournament|job interview|appointment|other plans|plans) [then|at that time|
            {when}|after school|that day|in {when}]
        [i|we] (work|am working|have work|am at work|will be at work) [then|until {hour}|till {hour}|{when}|all
            day|that day| nights|late]
        [i am|am|we are|i will be|will be] (at|in|on|away at|away in|visiting) (my (dads|mums|moms|grandmas|
            cousins) [place| house]|{town}|my (grandma|cousin|aunt|uncle)|a trip|vacation|holiday|the dentist|
            practice|training|work|school| class) [then|{when}|until {when}|all week]
        [i|we] (have to|need to|have to|must) (work|study|babysit [my (brother|sister|cousin)]|pick up my
            (brother|sister) [from (school|daycare)]|watch my (brother|sister|cousins)|help my (mum|mom|dad|
            grandma) [move]) [then|{when}]
        [jag|vi|min son|min dotter|han|hon] (har|hade) [en] tid [på|hos|till] (vårdcentralen|bup|tandläkaren|
            sjukhuset|frisören| optikern|ungdomsmottagningen|läkaren|psykologen|banken|barnmorskan|ortopeden|
            öronläkaren|logopeden| arbetsförmedlingen|körskolan) [då|{when}] [<so_no>]
        [jag|vi] ska [till|på] (bup|vårdcentralen|tandläkaren|läkaren|sjukhuset|ungdomsmottagningen|optikern|
            frisören|körskolan| {shop}) [då|{when}] [<so_no>]
        [jag|vi|ska] (vaccinerar mig|vaccinera mig|opereras|ta blodprov|röntga (foten|armen|knät)|klippa mig|
            köra upp) [då|{when}]
        [jag] har opererat (knät|foten|armen|axeln|blindtarmen|näsan|tånageln) [<so_no>]
        (min|vår) (mormor|morfar|farmor|farfar|kusin|bror|syster|lillebror|lillasyster|mamma|pappa) (fyller år|
            fyller {number}|gifter sig|tar studenten|har kalas) [då|{when}] [så] [vi ska dit|vi ska fira]
        (mormor|morfar|farmor|farfar|brorsan|syrran|lillebror|lillasyster|mamma|pappa) (fyller år|fyller
            {number}|tar studenten|har kalas) [då|{when}] [så] [vi ska dit|vi ska fira]
        det är (eid|fredagsbön|lov|idrottsdag|studiedag|prov|cup|match|avslutning|kalas|bröllop|jul|
            skolavslutning|klassresa) [då| {when}|hela veckan]
        (har|ska på|är på|jag har|jag ska på|vi ska på|vi har) (begravning|bröllop|kalas|dop|student|bön|
            fredagsbön|konfirmation| släktkalas) [då|{when}|i {town}] [då|{when}] [<so_no>|kan inte]
        (kalas|dop|student|fredagsbön|konfirmation|släktkalas) [då|{when}|i {town}] [<so_no>|kan inte]
        då (jobbar|pluggar|tränar|arbetar) (jag|vi) [tyvärr]
        då (har|är|ska) (jag|vi) [på|i|till] [tyvärr] ({reason}|lektion|bortresta|bortrest|<off>|skolan|<away>)
            [tyvärr]
        (svårt|omöjligt|tight|stressigt) [då|eftersom|för] [jag] (har|jobbar|det är) [så|för] (mycket|mkt) (i
            skolan|på jobbet|just nu|med (skolan|plugget|jobbet)) [just nu|nu]
        {when} jobbar (jag|vi) [<so_no>]
        [i|we] have (detention|a birthday|family visiting|guests|my (grandmas|moms|mums|dads|sisters|brothers|
            cousins) (birthday|wedding|party)) [then|{when}|that day]
        (my (grandmas|moms|mums|dads|sisters|brothers|cousins)|grandmas|moms|mums|dads) (birthday|wedding|party)
            [then|{when}]
        [jag|vi] har [redan] (sagt|skrivit|meddelat|mejlat) [till] ({name}|samordnaren|er|skolan) att (jag|vi)
            inte (kan|kommer|kan komma|kan då) [{when}]
        ({name}|samordnaren) vet [redan] [om] att (jag|vi) inte (kan|kommer|kan komma|kan då) [{when}]
        [jag|vi] (kan|kommer|hinner) [tyvärr] inte den (dagen|veckan|tiden) [då|eftersom|för] (vi|jag) (firar
            (eid|jul|påsk|{who}|födelsedag)|jobbar|har {reason}|är bortresta| arbetar)
        [jag|vi] (jobbar|arbetar) skift [och] [kan bara] [jämna veckor|udda veckor|{when}]
        (onsdagar|måndagar|tisdagar|torsdagar|fredagar|helger|{when}) (går|funkar|passar) (aldrig|inte alls|
            dåligt) [då|för|eftersom] [jag|vi] [har|jobbar|tränar] [{reason}]
        [jag] har [en|ett] (generalrepetition|genrep|konsert|uppvisning|redovisning|föreställning|luciatåg|
            match|cup) [inför|med|i] [luciatåget|skolan|klassen|laget|kören] [då|{when}]
        måste jobba över [så det blir svårt|<so_no>]
        """,
    (Asked.MEETING, Intent.OTHER_TIME): """
        (kan|kan typ|kan efter|funkar|går) [efter|från|först|vid|runt] {hour} [men inte|inte] [{hour}|innan|
            före] [{hour}]
        [helst|hellre|gärna|bäst] [på|en|efter|före|vid] {when} [i så fall|isåfall|om det går|om möjligt|tack]
        [jag] (menade|menar) {when} [inte] [{when}]
        (kan|funkar) om det är {when}
        inte (innan|före|efter|förrän) {hour} [i alla fall|iallafall|på morgonen]
        fastar så helst inte {when}
        (vi|jag) har bestämt med ({name}|samordnaren) att (det blir|vi (tar det|ses|kör)) {when} [istället]
        [kan|skulle] (kan|skulle) (du|ni) [kunna] (föreslå|ge|skicka|hitta) (en annan tid|ett annat datum|andra
            tider|en annan dag|nytt förslag|fler tider|en ny tid)
        kan (vi|man) [inte] (ta|köra|säga|börja|ses) [kl|klockan|typ|vid] {hour} [istället]
        {hour} är [väl|lite|alldeles|jätte|så] [för] tidigt [bror|bre|bro] [kan (vi|man) [inte] (ta|köra|säga|
            börja|ses) [kl|klockan|typ|vid] {hour}]
        (can|could) we [not] (do|say|make it) {hour} [instead]
        """,
    (Asked.MEETING, Intent.WHERE): """
        (vart|var) ska (jag|vi|man) [gå|någonstans|åka|komma|infinna mig] {when}
        (står|är|vi är|jag är) (utanför|här utanför|vid ingången|framme|i entrén|i receptionen) [vilken|vilket|
            var] (dörr|rum|våning|ingång) [är det|ska jag in|gäller]
        vilken (dörr|port|ingång|våning) (är det|ska jag in genom|gäller)
        (which|what) (door|entrance|floor|room) (is it|do i go to|do i take)
        (where|which way) (do|should) (i|we) go {when}
        """,
    (Asked.MEETING, Intent.SICK): """
        (tandvärk|migrän|mensvärk|magknip) [har fått|fått|fick] [en|ett] [akuttid|tid hos tandläkaren]
        (hosta|hostar) [och] [feber|snor|snuva]
        [jag har] feber {number} [grader] [så] [nej|kan inte|det går inte|kommer inte]
        {number} [graders|grader|i] feber [så] [nej|kan inte|det går inte|kommer inte]
        (<ill>|<body>) så (nej|kan inte|det går inte|kan ej|ej|nä)
        (han|hon) är (sjuk|förkyld|magsjuk|hemma sjuk|hängig) [idag|{when}] [så] [vi får (nog|tyvärr|väl)]
            [flytta mötet|ställa in|boka om|avboka]
        """,
    (Asked.MEETING, Intent.MUST_I): """
        måste (jag|vi|man) [verkligen] [eller]
        (är|blir) det (viktigt|tvång|ett måste) [eller]
        do i have to [really]
        (vad|va) händer (om|ifall) (jag|vi|man) (säger nej|tackar nej|inte (kommer|kan|vill|dyker upp)|skiter i
            det|struntar i det|missar) [då]
        what happens if i (say no|do not|skip|do not come|do not go)
        """,
    (Asked.MEETING, Intent.WHO_COMES): """
        [och|men] (vem|vilka|vem alla) kommer [då|dit|alla|med|mer]
        (vem|vilka) (är|blir) (med|där) [då]
        (who is|who all is|who is all) (coming|there|going|going to be there) [tho|then]
        """,
    (Asked.MEETING, Intent.MAYBE): """
        [jag] (säger|meddelar|svarar|skriver|hör av mig) (sen|till|till sen|senare|till {when}|när jag vet)
        [i will] (tell you|text you|let you know|answer) (later|tomorrow|when i know)
        [jag] (jobbar|tränar|har {reason}) kanske [den dagen|då|{when}]
        [jag] vet inte [jag] (jobbar|tränar) kanske [den dagen|då|{when}]
        oklart [jag] [ska kolla med (jobbet|chefen|mamma|skolan)]
        """,
}

#: On what condition somebody comes: a yes with it is no more than perhaps.
CONDITIONS = """
    <cond>
    <en_cond>
    """

#: Why somebody else does not come: no more than a remark.
REMARKS = """
    (hon|han|min man|min fru|mamma|pappa|hans pappa|hennes mamma) (jobbar|arbetar|är på jobbet|har kvällspass|är
        bortrest| är utomlands) [då|{when}|natt|med|på {shop}]
    [so] my (mum|mom|dad|husband|wife) is (working|at work|away) [then|{when}]
    """

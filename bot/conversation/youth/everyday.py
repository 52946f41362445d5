"""Everyday sentences in both languages that only a human can answer, or that want nothing at all, and harmless
remarks beside others.

How a template is written says :mod:`bot.conversation.youth.graph`.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.youth.wishes import Asked, Intent

#: Parts that several sentences share.
NAMED: Mapping[str, str] = {
    "kin": """[hans|hennes|min|mitt] (polare|kompis|vän|flickvän|pojkvän|tjej|kille|syster|bror|lillasyster|
        lillebror|
        storasyster|storebror|brorsa|syrra|kusin|mamma|pappa|mormor|farmor|morfar|farfar|moster|faster|
        morbror|farbror|styvpappa|sambo|fru|man)""",
    "bring": "(ta med|ha med|ta med mig|ha med mig|ta med oss|ha med oss|ta med sig|ha med sig|med mig)",
    "nothing": "(något|nåt|någonting|något speciellt|något särskilt|nåt speciellt|några papper|något annat)",
}

#: Sentences, by what they say.
SENTENCES: Mapping[Intent, str] = {
    Intent.ASK_ABOUT: """
        (finns|är|blir) det något att (äta|dricka|fika) [där|på <mtg>]
        (är|e) (skolan|kontoret|gården|fritidsgården|biblioteket) (stängd|stängt|öppen|öppet) {when}
        hur många möten [är det] till
        hur länge pågår insatsen
        (jag|vi) [har] (skrivit under|skrev under|skrivit på|lämnat|lämnade|fixat|fyllt i|fyllde i|skickat|
            mejlat|gjort|skrivit|hämtat)
            [in] [min|mitt|mina] {thing} [nu|igår|idag] [till {name}|till er|på kontoret]
        (jag|vi) fick jobbet
        hur anmäler (jag|man|vi) frånvaro [från mötet|i skolan]
        [ska|måste|behöver] (jag|vi) anmäla (till skolan|frånvaro|det till skolan) [att (han|hon|jag) är
            borta under mötet]
        (får|kan) jag (sitta med|ha) (luvan|jackan|kepsen|mössan) på
        måste (man|jag) (prata mycket|prata inför alla|presentera mig|säga något|ha kamera på)
        (har|finns) (ni|det) (kylskåp|mikro|vatten|wc) [där]
        (kan|får) (jag|vi) få {thing} (skickat|utskrivet|mejlat) [hem|till mig|till skolan]
        (måste|behöver|ska|bör|skulle) (jag|man|vi) [också] <bring> (<nothing>|{thing}) [till <mtg>|på
            <mtg>|dit|{when}]
        [om] (jag|vi|man) (behöver|måste|ska|bör) <bring> (<nothing>|{thing}) [till <mtg>|på <mtg>|dit|{when}]
        (vad|va) ska (jag|man|vi) ha (med|på) (mig|sig|oss) [på <mtg>|till <mtg>|dit|{when}]
        (vad|va|vilka) (saker|grejer|papper) (ska|behöver) (jag|vi|man) <bring>
        (bjuder|har|serverar|fixar) (ni|de|du) [på] {thing} [på <mtg>|där|{when}] [eller]
        (bjuds|finns|blir|serveras|är|ingår) det [på|någon|något|några|gratis] {thing} [på <mtg>|dit|där|
            vid <mtg>|
            utanför|i närheten|nära|{when}]
        (kan|får|ska) (man|jag|vi) parkera [utanför|nära|där|gratis|i närheten]
        (kostar|är) det [något|gratis] [att] parkera [där]
        hur många (gånger|möten|träffar|veckor) är det [kvar]
        hur många (gånger|möten|träffar) är kvar
        (när|hur länge) (är|varar|pågår|håller) (hela insatsen|insatsen|sig|hela sig|gruppen) (slut|på|klar|
            färdig)
        [bara] fram till (sommaren|sommarn|jul|hösten|våren|nyår|skolavslutningen) [eller]
        (har|hade) (han|hon|sonen|dottern|min son|min dotter|pappa|mamma) [också] fått (kallelsen|inbjudan|
            tiden|
            påminnelsen|kallelse) [också]
        [eller] (ska|kan) (jag|vi) (påminna|säga till|meddela) (honom|henne|han|hon)
        (får|kan) (man|jag|han|hon|vi) [ta] ledigt från (skolan|jobbet|lektionen|praktiken) [för <mtg>|då|
            {when}]
        [eller] (sätter|skriver|ger) ({name}|{who}|ni|skolan) frånvaro [på mig|på honom|på oss]
        (ska|måste|behöver) (jag|vi|man) meddela (någon|någon annan|er|dig|skolan) [det]
        (vi|jag) har flyttat [till (ny lägenhet|nytt hus|en ny lägenhet|ny adress)] [och fått ny adress]
        (jag|vi) har [fått] (ny adress|nya adressen)
        (jag|vi) (vill ha|vill gärna ha|behöver|saknar|har tappat|har tappat bort|hittar inte|glömde|har glömt|
            undrar över|undrar om|har frågor om|har en fråga om|skulle behöva) [min|mitt|mina|ett|en|nytt|
            ny] {thing} [hos er|där|på <mtg>]
        (hur|när) (går|blir|funkar) det med [min|mitt|mina] {thing}
        (har|hade) (ni|du|{name}) [hört|fixat|fått|fått in|skickat|kollat|ordnat|glömt] [något|nåt] [om|på|med]
            [min|mitt|mina] {thing} [jag|som jag] [skickade|lämnade|än|ännu|nu|från mig]
        (när|var) (får|kan|ska|hämtar|lämnar) (jag|vi) [hämta|få|lämna] [min|mitt|mina] {thing}
        lägg till att (jag|vi) vill ha {thing}
        {name} [får gärna|kan|skulle kunna] (mejla|skicka|bocka av|kolla) [upp|på] (det|{thing}|den) [till mig]
        (jag|vi) (har sökt|sökte|har skickat|skickade|har lämnat in|lämnade in|har skrivit på|skrev på|är
            klar med|
            har gjort|gjorde) [det där|in|min|mitt|mina] {thing} [nu|igår|idag]
        [min|mitt|mina|den] {thing} (funkar|fungerar|hittas|syns) inte [längre]
        (jag|vi) hittar inte [min|mitt|mina] {thing}
        hittar inte den
        (kan|får) (jag|vi) ha kameran (avstängd|av)
        (det|appen|chatten|länken|element) (funkar|fungerar) (inte|dåligt|konstigt) [på min (mobil|telefon|
            dator)|i mobilen]
        funkar inte på min (mobil|telefon|dator)
        (kan|får) (jag|vi) komma in (via|genom) (stora ingången|baksidan)
        (vad|va) (kom vi fram till|bestämde vi|sa vi|var: det vi bestämde) [om {thing}|sist|på <mtg>|förra
            gången] [om {thing}]
        [jag] (glömt|har glömt|minns inte|glömde) (vad|va) vi (bestämde|sa|kom fram till) [sist|förra
            gången|på <mtg>]
            [om {thing}]
        do (i|we) [need|have] to bring (anything|something|my id|anything special) [for <emtg>|to <emtg>]
        (should|must) (i|we) bring (anything|something) [for <emtg>|to <emtg>]
        (what|which papers) (should|do) (i|we) [need|have] [to] bring [to <emtg>|with me]
        (will|is) there [be] [any|a] {thing} [there|at <emtg>|nearby]
        (vad|va) ska vi göra (på <mtg>|{when}) [{when}|på <mtg>]
        (kan|får|behöver|skulle behöva) (jag|vi) [få] hjälp med [min|mitt|mina|att göra|att skriva] {thing}
        (kan|får) (jag|vi) ha {thing} [på <mtg>]
        (jag|vi) kommer inte in i (appen|element|chatten)
        får (man|jag|vi) (något|nåt|betalt) för att (vara|va) med
        how many (meetings|times) are (left|there)
        when (is|does) (the whole thing|the programme|the program|sig) (over|end)
        can (you|u) delete it
        """,
    Intent.PRACTICAL: """
        [men] inte så länge
        [jag|vi] såg inte (meddelandet|detta|det|ditt meddelande|påminnelsen|notisen) (förrän|förens) nu
        (bussen|tåget) (strular|är full|kom aldrig|kom inte)
        jag är (mamma|pappa|mamman|pappan) till {called}
        (vad är klockan|hur är vädret|berätta ett skämt|kan du ett skämt|kan du rappa|vilket lag håller du
            på|vad gillar du|
            gillar du fotboll|kan du svara snabbare|du svarar snabbt|du svarade snabbt|jag testar bara|
            testar|test test|
            skrev bara för att testa|bara testar|jag har tråkigt på lektionen|bra fråga|vad kul|jag hittade
            det|hittade det|hittade den|
            det löste sig med bussen|jag fick svar|har fått svar|nu funkar det|det funkar nu|nu ser jag det|
            nu ser jag|
            åh nu ser jag|läste fel|jag läste fel|såg fel|jag såg fel)
        (asså|men|gud|fan|oj) (va|vad) (drygt|segt|keff|tidigt|tråkigt|najs|nice|skönt|bra|kul)
        så (drygt|segt|keff|tidigt|tråkigt)
        (jag|vi|sonen|dottern|min son|min dotter) [har] (klarade|klarat|fick|fått|vann|vunnit|gjorde)
            [godkänt på|ett bra betyg i]
            (provet|uppkörningen|körkortet|jobbet|matchen|praktikplatsen|praktikplats|sommarjobbet|matchen
            igår|teoriprovet|
            matteprovet|nationella|cupen|jobb|ett jobb|betyg|bra betyg|godkänt) [igår|idag|{when}]
        (jag|vi) har varit på (intervjun|mötet|praktiken|studiebesöket) [igår|idag|nu|{when}]
        (intervjun|provet|praktiken|matchen|uppkörningen|det) gick (bra|jättebra|toppen|fint|sådär|okej|
            hyfsat|kanon) [igår|idag|tack]
        (det är|är) (lite|rätt) (jobbig tid|stressigt i skolan|mycket i skolan)
        [den här] tiden är (lite|väldigt|alldeles) [för] (tidig|sen|tidigt)
        [oj|ops|hoppsan|men|förlåt|sorry|nej] (fel chatt|fel person jag skrev till|det var: inte till dig|
            det var: till någon annan|
            det var: inte hit|fel tråd|fel grupp|skrev i fel chatt|jag skrev i fel chatt|skickade fel|
            råkade skicka|
            råkade skriva fel|skrev fel|felskick|felskrivning|det blev fel|fickskrev|lillebror lekte med
            mobilen|
            lillasyster lekte med mobilen|det var: min lillebror som lekte)
        (sorry|oj|ops) (fel|skickade till fel|skrev till fel|det blev fel|råkade skicka)
        det var min (lillebror|lillasyster|bror|syster|kompis|kusin) som (skrev|lekte|busade|tryckte) [sorry]
        (kollar|kikar) (sen|ikväll|imorgon|strax)
        [oj|ops|hoppsan|men|förlåt|sorry] det [där] (skulle|var:) [skickas] till (<kin>|en kompis|en annan|
            någon annan|
            fel person|fel chatt)
        (jag|vi) (svarar|hör av mig|återkommer|skriver|kollar) (sen|senare|ikväll|imorgon|när jag har (wifi|
            surf|tid)|när
            jag kan|när jag hinner|när jag är (hemma|klar|ledig)|{when}) [bara]
        (svarar|hör av mig|återkommer|skriver) (sen|senare|ikväll|imorgon|när jag har (wifi|surf|tid)|när
            jag kan|när jag
            hinner|{when})
        [har|jag har] (slut på surf|ingen surf|dåligt med surf|dålig täckning|dåligt nät|dåligt wifi)
        (är|sitter) (på lektion|på lektionen|på jobbet|på bussen|i möte|på träning|på träningen|på rast|i
            bilen|på tåget)
        (jag|vi) (svarade|har svarat|har redan svarat|skrev|sa) [ju|redan|det|ja] [redan|det|förut|igår|innan]
        (håll käften|tyst|tystna|käften|knip) (robot|bot|boten|din robot|roboten|dumma robot|din dator)
        (dumma|tråkiga|keff|sämsta|dåliga|sega) (bot|robot|boten|roboten)
        du (är|e) (en|världens) (keff|seg|dålig|dum|tråkig|sämsta|konstig|rolig) (bot|robot)
        du (skriver|låter|pratar) som (en|min) (gubbe|tant|robot|lärare|farmor|mormor|bot|dator|pensionär|
            boomer)
        (förra mötet|mötet|det|senaste mötet|mötet sist|sist) (var:|gick) [faktiskt|helt|ganska|riktigt|väldigt]
            (bra|okej|lugnt|schysst|najs|helt okej|rätt okej|trevligt|skönt|kul|chill|segt|långt|tråkigt|
            helt bra)
        [så|lite|rätt|väldigt|jätte] (drygt|segt|keff|kefft|tråkigt|störigt|stelt|jobbig tid|keff tid|dålig
            tid|tidigt|väl tidigt|
            jättetidigt) [att ni lägger (möten|mötet) (på en|på) (fredag|måndag|lördag|morgonen|kvällen|
            eftermiddagen)|
            tid|med möte {when}|med möten]
        (hon|han|{name}|de) (tjatar|snackar|pratar) [bara|alltid|så|för] [mycket|mkt|länge|snabbt] [om
            (frånvaro|frånvaron|skolan|
            betyg|betygen|mina betyg|läxor|plugg|min frånvaro)]
        [det] blir [så|lite] (stelt|pinsamt|konstigt|trångt) [med (uniform|uniformen|honom|henne|så många|
            {who})]
        ({name}|{who}) och jag klickar inte [riktigt]
        jag och ({name}|{who}) klickar inte [riktigt]
        ({name}|han|hon) (är|e|var:) (skön|schysst|nice|rolig|cool|seg|tråkig|stel|trevlig)
        (inte|men inte) (han|hon|den) från (förra gången|sist)
        (han|hon) var: (seg|tråkig|stressad|otydlig)
        det luktar (konstigt|illa|skumt|gammalt) [på kontoret|där|i lokalen]
        (han|hon) (är|står|sitter) (i duschen|på toa|på lektion|på jobbet|på träning|på träningen)
        (jag|vi) (säger|hälsar|skickar|meddelar) (det|till) [till] (honom|henne|{name}) [det|sen]
        jag är där (prick|i tid) [tack]
        (det gäller|gäller) [om] (papperen|pappren|blanketten|samtycket|blanketten om samtycke|{thing})
            [jag skulle skriva under|
            som jag skulle skriva under|jag fick|från er]
        när (hon|han|du|ni|eva|{name}) (hinner|har tid|kan|får tid|är ledig)
        det är bara så (tråkigt|segt|långt) [på kontoret|där]
        [kan du|du får gärna] hälsa [gärna] {name} det
        (går|räcker) det [bra] att bara (jag|mamma|pappa|en av oss) (är med|kommer)
        (kul|roligt|skönt) (att höra|att det gick bra|att ses)
        (vad|så) (skönt|kul|bra) att (mötet|det) (är|blev|var:) (inställt|flyttat|bokat)
        (wrong chat|wrong person|that was not for you|sent by mistake|typed that by mistake|sent that by
            mistake|
            that was for my (sister|brother|friend|mum|mom)|my bad wrong chat) [sorry]
        (shut up|stupid|dumb) (robot|bot)
        (she|he) just (brings up|talks about|goes on about) (my grades|school|my absence|homework)
        that office is so (boring|small|hot|cold|far)
        (no data left|will answer later|i will answer later|answer later)
        my (swedish|english) is not (so|very|that) good [yet]
        i (answered|replied) already
        """,
    Intent.WHERE: """
        hur (tar|kommer|åker|går|hittar) (jag|man|vi) [mig|sig|oss] dit från (stationen|
            resecentrum|skolan|centrum|stan|busstationen|torget)
        <var> är (infarten|ingången|entrén|receptionen|p-platsen|hissen)
        är det samma ställe [som] (sist|förra|vanligt|förra gången) [gången]
        samma (ställe|plats|lokal) som (sist|förra gången|vanligt|senast)
        """,
    Intent.WHEN: """
        (hur ofta|hur många gånger) (ska|brukar|kommer) (vi|jag) [att] (ha|gå på) (möten|möte)
        [jag|vi] trodde [att] det (var:|är) {when}
        [wait] what time is it {when}
        (vad|va) är det för tid [igen]
        """,
    Intent.WHO_COMES: """
        är det bara ({name}|jag och {name}|{who}) som (kommer|ska vara med|är med)
        blir jag ensam med {name} [eller]
        (kommer|ska) ({name}) [också] [med|dit|då|va med|vara med|komma|{when}] [också]
        (är|e) ({name}) [också] med [också]
        """,
    Intent.WHO_READS: """
        är det hemligt (det|vad) jag skriver [här]
        är (det här|chatten|den här chatten) (privat|hemlig|krypterad|säker)
        syns det (att|om|när) jag har läst
        (får|kan) (pappan|mamman|barnet|skolan|läraren) (läsa|se) det jag skriver [här]
        eller [är|har] (det|den|han|hon) [bara] (min|mitt|privat|bara min|en egen|bara du|egen)
        eller är den bara min
        (ser|har) (jag|vi|han|hon|min son) samma (sida|sidor|chatt) som (min son|min dotter|mamma|pappa|jag|
            oss|han|hon|vi)
        [eller] har (han|hon|sonen|dottern) en egen [sida]
        (får|kan) (jag|vi) som (vårdnadshavare|förälder|mamma|pappa) (läsa|se) [det] [som|vad] (sonen|
            dottern|min son|
            min dotter|han|hon|barnet) skriver [till er|till dig|här|där]
        """,
    Intent.WHAT_IS_THIS: """
        (vad|va) (är|betyder|innebär|menas med) [en|ett|ordet] (samtycke|samtycket|sip|samordnare|insats|
            sekretess|sssp|orosanmälan|
            bistånd|vårdnadshavare|stödperson|handlingsplan|uppföljning|tystnadsplikt|genomförandeplan)
            [för något|egentligen]
        (kan|kunde) (du|ni|någon) förklara (vad|va) (samtycke|sip|sig|en insats|sekretess) (betyder|är|innebär)
        vem (har startat|startade|gjorde|skapade) (den här gruppen|gruppen|chatten|den här chatten)
        vem (la|lade) till mig [här|i gruppen|i chatten|i den här]
        [jag|vi] (förstår|fattar) inte (vad|va) är (detta|det här) [för] [grupp|gruppen]
        [jag|vi] (förstår|fattar) inte (vad|va) (det här|detta) är [för] [något|grupp]
        (kan|kunde) (du|ni) förklara [det] [med|på] [lätt|enkel|enklare] [svenska] [vad sig är]
        (i do not know|idk) what sig [even] is
        (someone|can someone|can you) explain [please]
        """,
    Intent.MENU: """
        (vad|va) ska (man|jag) skriva [här]
        [jag] (fattar|förstår) inte (vad|va) du (menar|säger|vill|skriver)
        (vad|va) menar du [nu|med det]
        i do not (understand|get) what you mean
        what do you mean
        """,
    Intent.SICK: """
        [jag|han|hon] (ligger|är) hemma med {number} i feber
        [jag|han|hon] har {number} i feber
        (han|hon|sonen|dottern|min son|min dotter) är hemma (med|sjuk i|och har) <ill>
        (han|hon) är hemma (sjuk|från skolan) [{when}]
        (hon|han|sonen|dottern) (är|har|blev) (magsjuk|magsjuka|förkyld|feber|influensa|vattkoppor|
            halsfluss|halsont|
            öroninflammation|migrän) [och|så|vi] [stannar hemma|är hemma|stannar hemma från skolan] [{when}]
        [jag|vi] [har|är|e|har fått] <ill> (och|med) (hosta|hostar|halsont|ont i halsen|ont i huvudet|snuva|
            feber|
            huvudvärk) [{when}]
        [<ill>] (blir inget|det blir inget|kommer inte|funkar inte) {when} <ill>
        (fick|fått|har fått|jag fick|jag har fått) <ill> [måste (ställa in|avboka|stanna hemma)]
        (barnen|barnet|lillebror|lillasyster|syskonen) är <ill> så (jag|vi) måste (vabba|stanna hemma)
        <ill> sen (igår|i natt|i morse|i måndags|i helgen)
        [så] (vi|han|hon) stannar hemma [från skolan|idag|imorgon|{when}]
        """,
    Intent.CANNOT: """
        (har|hade) (vi|jag) (inte|ingen) möjlighet [att komma|att vara med|att delta] [{when}]
        (vi|jag) har (inte|ingen) möjlighet [att komma|att vara med|att delta] [{when}]
        (mamma|pappa|farsan|morsan|min man|min fru|han|hon) kommer inte för (han|hon) (jobbar|arbetar)
        (blir|det blir) inget [då|på mig|för mig] {when}
        (can not|i can not) make it [got|have|because i have] [a|my] {reason} [{when}]
        (can not|i can not) [come|make it] [i] (got|have) [a|my] {reason} [{when}]
        kan (inte|ej) (har|ska på|ska till|måste till|är på) [tandläkarn|körlektion|{reason}] [{when}|då]
        """,
    Intent.YES: """
        [jag|vi] kommer (med|ihop med|tillsammans med) ({companion}|{who}|mamma|pappa|mamma och pappa)
        <ill> men [jag] kommer ändå
        (japp|ja|jo|yes) (jag är|är|vi är) där {when}
        [jag|vi] [har] (fixat|ordnat) (skjuts|barnvakt|ledigt)
        (jag|vi) lovar att komma
        (yes boss|ja boss|jajemensan|jajamensan|ja chefen)
        jag kommer (själv|ensam till mötet)
        [ja] ({companion}|{who}|jag och {companion}) (följer med|kommer med|hänger med) [också]
        (passar|funkar) bra [med] {when}
        ska bli (kul|bra|trevligt) (att ses|att träffas|på mötet)
        okej bra ses {when}
        (ses|syns) {when}
        det (passar|funkar|fungerar|går) (utmärkt|jättebra|perfekt|fint|alldeles utmärkt|toppen|bra) [för
            (mig|oss)]
        (jag|vi) kommer (gärna|båda två|båda|alla tre|självklart|självfallet|absolut|direkt från (jobbet|
            skolan|träningen))
        [men] (jag|vi) dyker upp [ändå|i tid]
        (jag|vi) är där (prick|i tid|{when}|{when} prick|tre prick|fyra prick|två prick|tidigt)
        [så|då] (jag|vi) är där {when} prick
        så (jag|vi) är där [{when}|prick|i tid]
        (mamma|morsan|min mamma|min man) kommer [men inte (pappa|farsan|han)]
        det blir bara (jag|mamma|morsan|jag och mamma|jag och pappa|mamma och jag|vi två|jag och morsan)
            [som kommer|då]
        [jag|vi] (är på väg|är påväg|är på gång)
        sorry [jag] såg inte (förrän|förens) nu
        (we will|i will) [both] (attend|be there|come|join) [{when}|for sure]
        (yes|yeah|yep|yh|yup|sure|okay) (i will be there|i am coming|we will be there|see you there|see you
            then)
        yh
        ill be there
        """,
    Intent.OTHER_PHONE: """
        (min|mitt) (mobil|telefon) är (sönder|trasig|på lagning) [så jag skriver från (mammas|pappas|en
            annan|min brors|min systers|en kompis)] [mobil|telefon]
        (jag lånar|lånar) [min] (kompis|kompisens|mammas|pappas|brors|systers) (mobil|telefon)
        (min son|min dotter|sonen|dottern|mamma|pappa) har [fått|bytt|skaffat] [ett|en] (nytt nummer|nummer|
            ny telefon|ny mobil|telefonnummer)
        [vem|till vem] meddelar (jag|vi) det [till]
        (kan|får) jag byta (telefonnummer|nummer) här
        """,
    Intent.WHAT_IS_KEPT: """
        (vad|va) (gör|händer) (ni|det) med (allt|det) (jag|man|vi) skriver [här]
        har (ni|du|hon) (skrivit|antecknat|sparat|skickat) något om (mig|oss|min son|min dotter)
        kan man ta bort det (man|jag) (skrivit|har skrivit|skrev)
        """,
    Intent.NO: """
        (nej|nä) [låt bli] (jag|vi) tar det (själv|själva) med ({name}|{who})
        [nej|nä] (det är inte nödvändigt|det behövs inte|behövs inte|behöver inte) [att] [skicka] [vidare|det]
        """,
    Intent.MEET_ELSEWHERE: """
        är det möjligt att (delta|vara med|ha mötet|ta det) {place}
        (kan|får|skulle) (han|hon|{companion}|min man|min fru) [kunna] (delta|vara med|komma med) {place}
        """,
    Intent.OTHER_TIME: """
        (jag|vi) menade {when}
        (kan|går|får|skulle) (man|vi|det|jag) [att|kunna] (boka om|byta tid|ändra tid|ändra tiden|flytta mötet|
            flytta tiden|
            byta dag|boka om mötet|boka om tiden|flytta på mötet)
        (vill|måste|behöver) (boka om|byta tid|ändra tiden|byta dag)
        (kan|skulle) (vi|ni) [kunna] (flytta|skjuta) (fram|på) (det|mötet) {minutes}
        hur (gör|byter|ändrar) (jag|man|vi) [för att] [byta|ändra] (tid|tiden|mötet)
        finns det (fler|andra|lediga) (tider|dagar) [att välja på|att välja mellan|{when}]
        (jag undrar om det|finns det|om det) [finns] möjlighet att få en tid {when} [istället]
        [ja] men inte (före|efter) {when}
        kan (det|vi) inte (vara|ta det|köra|ses|bli) [det] [på] {when} [istället]
        [is it|would] [be] (later|{when}) [would be|is|be] [way|much] (better|possible) [for me|for us]
        {when} would be [way|much|a lot] better [for me|for us]
        (skulle|kan|får) (vi|jag) [kunna] få en [ny|annan] tid {when}
        (finns|är) det någon [ledig|annan] tid {when} [ledig]
        """,
    Intent.MAY_I_BRING: """
        (jag|vi) (skulle|vill) hellre (ta|ha) med [mig] {companion} än {who} [om det går]
        (kan|får|skulle) {companion} [få|kunna] (följa med|komma med|hänga med) [på (nästa|<mtg>|nästa möte|
            nästa gång|
            {when})]
        (can|could|may) my (mum|mom|dad|sister|brother|friend|mate|coach|cousin|girlfriend|boyfriend) (come|
            join|come along|tag along)
            [too|with me|to <emtg>]
        """,
    Intent.NOT_AT_MEETING: """
        (kan|får|skulle) (vi|jag) (köra|ta det|ha mötet|ses) utan {who} [denna gången|den här gången|på mötet|{when}]
        [jag|vi] vill (inte|helst inte) ha [med] {who} [med] på <mtg>
        [jag vill|vi vill] [helst|hellre] inte {who} (där|på <mtg>|med|då|på mötet)
        helst (inte|utan) {who} [där|på <mtg>|med|då]
        måste {who} (vara|va) (där|med)
        [i would] rather not have {who} (there|at <emtg>|with us)
        does {who} have to be there
        """,
    Intent.NOT_ME: """
        det är [inte {name}] <kin> [som (skriver|svarar)] [här]
        det är inte (jag|han|hon|{name}|adam) [som skriver] det är <kin> [som skriver]
        det är inte jag som (skriver|skrev|svarar) det är <kin>
        det är <kin> som (skriver|svarar) ({called}|han|hon) är (i skolan|på jobbet|på träning|på lektion)
        (hans|hennes) (polare|kompis|syster|bror|lillasyster|mamma|pappa) här
        """,
    Intent.OUT: """
        <vill_inte> {who} [ska] (vara med|är med|va med) (i gruppen|i chatten|i det här|i sig) [längre|mer]
        (ta bort|kicka|plocka bort) {who} (ur|från) (gruppen|chatten|sig|gruppchatten)
        (min man|min fru|{who}|mamma|pappa) [har mycket på jobbet] [och] vill (gå ur|lämna) gruppen
        """,
    Intent.IN: """
        (kan|får|skulle) (min|våran|vår) (fotbollstränare|tränare|coach|simtränare|boxningstränare) [få|
            kunna] (vara med|
            följa med|komma med|hänga med|komma) [på (nästa|<mtg>|nästa möte|nästa gång)]
        (kan|ska|får) (vi|ni|jag|man) (lägga till|bjuda in|ha med) {who} [också|med|i gruppen|i chatten]
        (kan|får|skulle) {name} [också] (vara|va) med [också|i gruppen|i chatten]
        """,
    Intent.COMPLAIN: """
        (jag|vi) vill klaga [på (en grej|en sak|något|mötet)]
        (ni|du) svarar (aldrig|inte) på (det|vad) man (frågar|skriver) [om]
        (fattar|förstår) du hur (segt|drygt|tråkigt|störigt) det blir
        (jag|vi) är inte [så|helt|riktigt] nöjd med ({name}|samordnaren|handläggaren|hur det gick|mötet)
        vem är ({whose}|samordnarens) chef
        (jag|vi) vill klaga på (hur ni har skött det här|hur ni skötte mötet|mötet|bemötandet|er|
            samordnaren|handläggningen)
        """,
    Intent.LANGUAGE: """
        (jag|vi|mamma|pappa|hon|han) [förstår|kan|pratar] inte svenska [så] (bra|mycket)
        (förstår|kan|pratar) inte [så] [bra] svenska [så] [bra|mycket]
        (mamma|pappa|min mamma|min pappa|hon|han|mina föräldrar) (förstår|kan|pratar) inte [så] [bra|mycket] svenska
            [så] [bra|mycket]
        """,
    Intent.OTHER_COORDINATOR: """
        (jag|vi) vill [hellre] ha en annan [samordnare] än {name}
        """,
    Intent.BACK_AGAIN: """
        (kan|får) ({name}|{who}) komma tillbaka (i|till) gruppen
        """,
    Intent.CALL_ME: """
        (kan|kunde|skulle|vill) (du|ni) [kunna] (säga till|be) ({name}|samordnaren) att ringa (mig|oss|
            mamma|pappa)
        (kan|skulle) ({name}|samordnaren) [kunna] höra av sig [till mig|till oss] [{when}]
        (du|ni|{name}) (får|kan) gärna ringa [mig|oss|upp] [när du har tid|när ni har tid|när hon har tid|
            när du hinner|
            när ni hinner|{when}]
        (kan|kunde|skulle|vill) (du|ni) [kunna] be ({name}|samordnaren|min samordnare) (ringa|kontakta|höra
            av sig till|slå en signal till|
            ringa upp) [mig|oss] [{when}]
        (kan|kunde|skulle|vill|be) ({name}|samordnaren) [kunna] (ringa|kontakta|höra av sig till|slå en
            signal till) (mig|oss)
            [{when}|när hon hinner|när han hinner]
        (jag|vi) (vill|skulle vilja|behöver|vill gärna) (prata|snacka) med {name} [{when}|om {thing}|angående {thing}]
        behöver prata med {name} [{when}|om {thing}]
        """,
    Intent.START_REMINDERS: """
        [du kan|ni kan|kan du|kan ni] börja (påminna mig|skicka påminnelser) igen
        """,
    Intent.MY_TASKS: """
        (vad|va) (är|var:) (min|mina) (uppgift|uppgifter|läxa) [till nästa gång|till <mtg>|nu|igen]
        har jag (något|nåt) [som] jag ska göra [till {when}|till <mtg>|till nästa gång]
        (har jag|finns det|är det) [någon|nån|något|en] (läxa|uppgift|uppgifter) till (nästa gång|<mtg>|{when})
        (någon|nån) (läxa|uppgift) till (nästa gång|<mtg>|{when})
        """,
    Intent.MY_RIGHTS: """
        vem är det som bestämmer
        """,
    Intent.MUST_I: """
        får man hoppa över ett möte
        måste (jag|man|vi) svara [på (det här|detta|alla frågor)]
        """,
    Intent.STOP_REMINDERS: """
        skriv bara när det är viktigt
        (kan|kunde) (du|ni) (påminna|skicka|messa|skriva) [mig] [lite] (mindre|mer sällan|färre gånger)
        """,
    Intent.ARE_YOU_HUMAN: """
        [eller] sitter det (någon|en människa|folk|en person|nån) och (knappar|skriver|svarar|läser)
        vem (skriver|pratar|chattar|snackar) jag (till|med)
        (svarar|skriver) (en|det en) (människa|riktig människa|person|dator|robot) [här]
        """,
    Intent.INTERPRETER: """
        (kan|får) (jag|vi) [få] prata med någon på {language} [och {language}]
        (jag|vi) [pratar|prata|förstår|talar|kan] [inte|ej] [så] (bra|mycket) svenska [så] (finns|behövs|
            blir) [det] [en] tolk
            [på <mtg>]
        """,
    Intent.LATE: """
        kommer {minutes} för sent [till <mtg>]
        kommer strax [(ska bara|måste bara)] [parkerar|parkera] [bara]
        (är|jag är) där [ungefär|typ] (tio över|kvart över|fem över|tjugo över)
        (hittar|får) ingen parkering [kommer om {minutes}|kommer {when}]
        kommer om (fem|tio|femton|tjugo|tre|två) [minuter|min]
        (springer|kommer) från (bussen|tåget) nu
        [så|då] (börja|ni kan börja) [lite] (utan (mig|oss)|före (mig|oss))
        [men] jag slutar [jobba|skolan|jobbet] {when} [så|ni kan] [börja] [lite] [utan|före] [mig]
        (bus|train) is (slow|late) [going to] [be] [like] [{minutes}] [late]
        """,
    Intent.GREETING: """
        [hallå|hej] (är|e) (någon|nån) vaken bot
        """,
}

#: Answers to a question that is open.
ANSWERS: Mapping[tuple[Asked, Intent], str] = {
    (Asked.MEETING, Intent.WHO_COMES): """
        (kommer|ska) {who} med
        """,
    (Asked.MEETING, Intent.MAYBE): """
        (ja|kanske|bara|bara ja|jo) om (jag|vi) (får|kan få|hinner|får tag på|hittar) [skjuts|ledigt|barnvakt]
        """,
    (Asked.MEETING, Intent.NO): """
        [jag] tror inte det
        (nja|njae|nä|nej) tror [jag] inte [det]
        """,
    (Asked.MEETING, Intent.CANNOT): """
        ({when}|tiden) är kört
        ({when}|det) blir (inget|inte av|svårt|omöjligt|tight) [för mig|för oss]
        (blir|det blir) inget
        """,
    (Asked.MEETING, Intent.YES): """
        vi ses
        (japp|ja|jo) jag är på
        (ja jag vet|jag har inte glömt|jag kommer ihåg)
        lovar att komma
        (jag|vi) är med på det
        on my way
        (see you|see you there|see you then)
        (kommer|kmr) (efter|direkt efter|direkt från) (lektionen|skolan|jobbet|träningen|lunch)
        (jag|vi) (kommer|är med) som (vanligt|planerat|bestämt)
        """,
    (Asked.MEETING, Intent.LATE): """
        (kommer|är där) först {when}
        bussen går inte förrän {when}
        """,
    (Asked.OFFER, Intent.YES): """
        (kör|gör) (på|så) [det]
        (kör på det|skicka på|skicka du|gör det)
        """,
    (Asked.OFFER, Intent.PRACTICAL): """
        vänta [jag] (vill|ska|måste) (skriva om|ändra|läsa igenom|skriva klart|rätta) (det|den|lite|något)
            [först]
        vänta [lite|en stund|nu]
        """,
}

"""How youths and guardians say in English what is plainly ordinary. As for Swedish: what could be a cry is left out."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.youth.wishes import Asked, Intent


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMED: Mapping[str, str] = {
    "the_time": "(it|that|the time|the times|the meeting|the meetings)",
    "in_calendar": "(in|to|into) [my|the] [phone] calendar",
    "eremind": """[please] (remind me|remind us|can you remind me|could you remind me|can you please remind me|send me a
        reminder|send a reminder)""",
    "emtg": """[the|my|our|this|that|next|a] [next|first|sig|new] (meeting|meetings|appointment|session|
        follow-up|follow up|get-together)""",
    "at_emtg": "(at|to|for|in|during) <emtg>",
    "whens": """(when|what time|what day|which day|what date|which date|what day and time|what time and day|when
        exactly|what times|at what time|on what day|on which day|which time)""",
    "wheres": """(where|which room|what room|what address|which address|what place|which place|where exactly|in
        which room|at what address|at which place)""",
    "we": "(we|i|my son|my daughter|my child)",
    "etail": "[again|then|now|exactly|please|today|though|next|next time|by the way]",
    "can_you": "(can|could|would|will) you [please|maybe|possibly|kindly]",
    "i_want": "(i|we) (want|would like|like|need|wish|would love)",
    "this": """(this|what i write|what i write here|my messages|this chat|the chat|it|what we write|what i say|
        what i say here|this page|my answers|everything|everything i write|what i am writing|what is written
        here|the messages|our messages|my texts)""",
    "egroup": "(the group|this group|the sig|sig|the sig group|the programme|the program|a sig)",
    "efrom": "(from|in|out of) (<egroup>|the chat|the room|this|it|the group chat)",
    "not_want": "(i|we) (do not|do not really) want",
    "epart": """(be here|be there|be in it|be in this|be in here|be part of it|be part of this|be involved|take
        part|join|be included|be involved in this|be a part of this|be in the group|be a part of it|be in the
        chat)""",
    "eknow": "(know|see|read|hear|find out|be able to see|be able to read|get to know|be told)",
    "eit": "[anything|everything|it|this|that|about it|about this|about me|things|stuff|more|what i write]",
    "elong": "[anymore|any more|any longer|now|at all|about me|in this|please|<efrom>]",
    "becauses": """(because|since|as|due to|cause|so) [i|we|my son|my daughter|he|she] [have|has|am|is|am at|
        am going to|have to|have a|had|was|got|need|need to|am on|will be|am in] [to|at|on|in] {reason} [then|
        {when}|that day|at that time|at the same time]""",
    "elate": """[sorry|to <emtg>|for <emtg>|{when}|today|i think|unfortunately|sorry about that] [(because|
        since|as) (my|the) (bus|train|tram|metro) (is|was) (late|delayed)|
        (because|since) (i|we) (missed the bus|missed the train|overslept|missed my bus)|<becauses>]""",
    "eill": """(sick|ill|unwell|a cold|a fever|the flu|a sore throat|covid|a stomach bug|down with a cold|in bed
        with a fever|a migraine|a headache|home sick|sick at home|tonsillitis|a bad cold|chickenpox)""",
    "ecompany": """(my mum|my mom|my dad|my boss|my teacher|my parents|work|my wife|my husband|my coach|school|
        my schedule|my calendar|the bus times)""",
}

SENTENCES: Mapping[Intent, str] = {
    Intent.CALENDAR: """
        [my|to my] (calendar|calendar file)
        (can|could|may) (i|we) (get|have|put|add|save) <the_time> <in_calendar>
        (can|could) you (put|add|send|save) <the_time> <in_calendar>
        (can|could) (i|we) (get|have) (a|the) calendar file
        (how do i|how can i) (get|put|add|save) <the_time> <in_calendar>
        (put|add|save) <the_time> <in_calendar>
    """,
    Intent.WHEN: """
        <whens> is (<emtg>|it|that|next|it again|[the] next one|[the] next time) [{when}] <etail>
        <whens> (are|do|will|should|can) (we|i) [going to] (meet|meeting|see each other|have <emtg>|meet up|meet
            again|meet next|be there|come|have to be there|need to be there|need to come|supposed to meet|
            supposed to be there|supposed to come) [for <emtg>|{when}] <etail>
        <whens> (does|will|do) (it|<emtg>|we) (start|begin|starts) [{when}] <etail>
        <whens> (was|were) (<emtg>|it|we) [supposed to meet|meeting] [again|{when}]
        <whens> (have|do) (i|we) [got|have] (<emtg>|an appointment|a meeting) [{when}]
        <whens> (<emtg>|it) (is|starts|was) <etail>
        <whens> (we|i) (meet|are meeting|should be there|should come|are supposed to meet) <etail>
        (what|what is|whats) [the] (time|date|day) (of|for) <emtg> [again]
        (is|was) (<emtg>|it) [still|on|at] {when} [still|or {when}]
        is there (a meeting|any meeting|an appointment|a meeting planned) [{when}|soon|this week]
        (do|have) (i|we) [got|have] (a meeting|an appointment|any meetings|anything planned|anything|any
            appointments) [{when}|soon|planned]
        are we [still] meeting {when} [still]
        is <emtg> (cancelled|canceled|still on|still happening|moved|postponed|confirmed|on) [{when}]
        has <emtg> been (cancelled|canceled|moved|postponed|changed)
        <can_you> (tell|remind|send|let) (me|us) [know|of|about] (<whens> <emtg> is|<whens> it is|[the] time|the
            time of <emtg>|[the] date|[the] date and time|<whens> is <emtg>|[the] time again|<whens> we meet|[the] time
            and date|[the] meeting time) [again|please]
        (i|we) (forgot|have forgotten|do not remember|can not remember|missed|do not know) (<whens> <emtg> (is|
            was|starts)|<whens> it (is|was)|[the] time|[the] date|what time|<whens> we (meet|are meeting)|<whens> is
            <emtg>|[the] time of <emtg>|[the] meeting time) [again]
        (so|and) it is {when} [right|correct|yes]
        it is {when} (right|correct|is it not)
        how often (do we meet|are [the] meetings|do we have meetings|is [the] meeting)
        how long (until|till|before) <emtg>
        (do|are) (we|i) [going to] (meet|meeting|see each other|have a meeting|have [the] meeting) {when} [or
            {when}]
        (is|was) (it|<emtg>) [at|on] {when} [or {when}|right|again]
        <whens> [is|was] <emtg> {when}
        (next meeting|meeting {when}|[the] meeting {when}|<whens> meeting|any meeting {when})
        (when|what time) am i [supposed to|meant to] (be there|come|coming|meeting you|see you|seeing you)
        (is|was) it [the] same (time|day|time as last time|time as usual|day as last week)
        <can_you> confirm ([the] time|[the] date|[the] meeting time|[the] time of <emtg>|[the] time and place) [for
            <emtg>|of <emtg>|{when}]
        [i] (want to|wanted to|just want to|just wanted to) (confirm|check|double check) ([the] time|[the] date|the
            meeting time|when <emtg> is|that <emtg> is {when})
        (has|did) [the] (time|date|meeting) (changed|change|been changed|been moved|moved)
        was it {when} [or {when}]
        (when|what time) do (i|we) have to (be there|come|be at <emtg>)
        """,
    Intent.WHERE: """
        <wheres> is (<emtg>|it|that|[the] office|your office|[the] place|[the] room|[the] entrance) [{when}] <etail>
        <wheres> (are|do|will|should|shall) (we|i) [going to] (meet|meeting|see each other|have <emtg>|meet up|
            come for <emtg>|be for <emtg>|park|come to <emtg>|go for <emtg>) [{when}] <etail>
        <wheres> (does|will) (it|<emtg>) (take place|be|happen|be held) [{when}]
        <wheres> (<emtg>|it) is <etail>
        <wheres> (we|i) (meet|are meeting|should come for <emtg>) <etail>
        where is it
        which room is it [in]
        (what|what is) [is] [the] address [of <emtg>|again|for <emtg>|please|to [the] office]
        ([the] address|[the] place|[the] location) please
        how (do|can|should) (i|we) (get there|find it|get to <emtg>|find [the] place|find [the] room|get to the
            meeting) [by bus|{when}]
        is (it|<emtg>) [at] (online|in person|on teams|on zoom|at [the] office|digital|at school|{place}) [or
            (online|in person|on teams|digital|{place})|again|{when}]
        is it ([the] same place|[the] same place as last time|at [the] same place|[the] same room|in [the] same
            place) [as
            last time|again]
        <can_you> (tell|remind|send) (me|us) [of] (<wheres> <emtg> is|<wheres> it is|[the] address|[the] link|the
            location|[the] place|<wheres> we meet|how to get there|a link|[the] link to <emtg>) [again|please]
        (i|we) (forgot|do not remember|can not find|do not know) (<wheres> <emtg> (is|was)|<wheres> it (is|was)|
            [the] address|[the] place|[the] room|which room|[the] link|<wheres> we meet|[the] link to <emtg>|
            which room it
            is) [again]
        (is there|can i get|do you have) (parking|a parking place|a link|[the] link|a bus there|[the] address)
            [there|to <emtg>|please]
        (where|which room|what room) (should|do|must|shall|will) (i|we) (go|be|come) (to|for|at) <emtg> [{when}]
        (where|which room|what room) (should|do|must) (i|we) [have to|need to] (be|come) [{when}|tomorrow]
        where (in|at) [the] (building|town|city|office) is (it|<emtg>)
        (which|what) (floor|building|bus|entrance|street) (is it|do i take|is it on|should i take|is it in|is
            <emtg> in)
        (are|do) we [meet|meeting] (at [the] same place|at [the] same place as last time|at school|at [the] office|
            online|in [the] same room)
        (is there|where is the) (parking|a parking lot|parking lot|place to park) [nearby|there]
        how far is (it|[the] place|[the] office)
        where (are you located|is your office)
        (what room|which floor|what floor)
        """,
    Intent.HOW_LONG: """
        how long (is|does|will|are|do) (<emtg>|it|we|[the] meetings) [usually|going to] (take|last|be|go on|meet|
            meeting|going to take|meet for) [{when}] <etail>
        how long is (<emtg>|it|a meeting) [{when}] <etail>
        how long <emtg> (is|takes|lasts|will be|will take)
        how long it (takes|lasts|will take)
        how much time (does|will) (it|<emtg>) take
        (when|what time) (does|will|do|is) (<emtg>|we) (end|finish|be over|be done|over|done|ends) [{when}]
        what time (does|will) it (end|finish) [{when}]
        (when|what time) <emtg> (ends|finishes|is over)
        (does|will) (it|<emtg>) take (long|a long time|more than {minutes}|an hour|{minutes})
        is it (a long meeting|long|an hour)
        how long [do i have to|do i need to|should i] (be at <emtg>|stay at <emtg>)
        (when|what time) (are|will) we [be] (done|finished|finish|done with <emtg>)
        (is|will) (it|<emtg>) [going to] (take|be) (long|a long time|a long meeting|more than an hour|an
            hour)
        how long (does|do) (a|these|the|meetings|it) [meeting|meetings] [usually|normally] (take|last)
        (will|does) <emtg> (be long|take long|take a long time)
        how long are (the|these) meetings [usually]
        """,
    Intent.WHO_COMES: """
        (who|who all|who else) (is|will|are) [going to] (coming|be there|be at <emtg>|at <emtg>|come|come to
            <emtg>|coming to <emtg>|attending|be coming|joining|be in <emtg>|attend|invited|invited to <emtg>|in
            <emtg>|there at <emtg>|be coming to <emtg>|going to <emtg>) [{when}|to <emtg>|then|too]
        who (comes|attends) [to <emtg>|{when}]
        who do i meet [{when}|at <emtg>]
        (is|are|will|does) {who} [going to] (coming to <emtg>|be at <emtg>|come to <emtg>|at <emtg>|be there
            {when}|be there|coming {when}|attend <emtg>|be at <emtg> {when}|coming to <emtg> {when}|join <emtg>|
            joining <emtg>|attending|attending <emtg>|invited|invited to <emtg>) [too|as well|{when}]
        how many (people|of us|persons|are) [are|will] (coming|be there|come|at <emtg>|coming to <emtg>|be at
            <emtg>) [{when}]
        who (leads|runs|decides at) <emtg>
        who (is|will be) (at <emtg>|coming|there at <emtg>)
        who [all|else] (is|are) [going to|supposed to] (be there|come|be at <emtg>|attend|come to <emtg>)
        (is|will) (anyone else|anybody else|[the] coordinator|my coordinator|someone else) [be] (coming|there|
            come|at <emtg>) [to <emtg>|too|at <emtg>]
        who (did you invite|have you invited|is invited) [to <emtg>]
        will {who} (come|join|attend) [to] <emtg> [too]
        (is|will) (anyone|anybody|someone) from {who} [be] (coming|there|come|at <emtg>|coming to <emtg>)
        """,
    Intent.WHO_READS: """
        (can|could|will|does|do|may) {who} [be able to|get to|also] (read|see|know|look at|access|check) <this>
            [here|too|as well]
        (can|does|do|will) (anyone else|anybody else|everyone|everybody|others|other people|someone else|the
            others|everyone in [the] group) (read|see|know) <this> [here|too]
        (who|who all|who else|who exactly) (can|is able to|is allowed to|gets to|will) (read|see|know|access)
            <this> [here|about me|too]
        (who|who else) (reads|sees|is reading|knows) (<this>|what|what about me) [here]
        who sees what
        who (is|are) in (this group|[the] group|this chat|[the] chat|[the] room|this room) [too|now]
        (is|are) {who} in (this chat|[the] chat|[the] group|this group|[the] room|this room) [too]
        is (this|[the] chat|this chat|it|what i write|this page) [here] (private|secret|confidential|anonymous|
            encrypted) [or not|here]
        (is|does) (this|what i write) (sent|go|shared) [to|with] {who}
        where do my messages go
        (who|who else) has access to (this|this chat|what i write|my messages|[the] chat)
        (is|are) (it|you) [only|just] (you|me|[the] only one) [who] (reads|reading|who reads|that reads|sees)
            [this]
        (does|do|will) {who} get to (see|know|read) (this|what i write|my messages)
        (do|will|can) you (show|share|send) (this|what i write|my messages) (to|with) ({who}|anyone|others|
            anyone else|other people)
        (does|can|will) ([the] coordinator|my coordinator) (read|see) (this|what i write|my messages|it)
        is (this|[the] chat|it) (encrypted|just between us|between us) [to write in]
        """,
    Intent.WHAT_IS_THIS: """
        what (is|does) (this|this group|this chat|a sig|sig|sig mean|[the] group|this thing|this page|this group
            for|[the] sig|this app|[the] group for|this chat for|[the] point of [the] group|[the] purpose of
            this group|a
            sig meeting) [about|for|exactly|all about|mean|again]
        what (happens|do we do|do we talk about|will we talk about|are we going to talk about|will happen|do
            people do|is going to happen|are we doing) (at <emtg>|in [the] group|at [the] meetings|in <emtg>|in this
            group)
        what is <emtg> (about|for) [{when}]
        how (does|do) (this|it|[the] group|sig|this work here|[the] meetings|a meeting|this chat|this group) work
            [here|exactly|then]
        (can|could) you (explain|tell me) [to me] (what this is|what a sig is|what [the] group is|how this works|
            how it works|what this group is|what sig is|what this is about|what [the] group does|what sig means)
        (i do not|i dont|do not) (understand|get|know) (what this is|what sig is|how this works|what this group
            is|what [the] group is for|what this is about)
        why (am i|do i have to be|are we) (in this group|in [the] group|in [the] sig|having a meeting|having this
            meeting|having meetings|in a sig)
        what (is|was) (this|[the] group|[the] meeting|sig|this chat|this number|this page) [chat|group|thing] [for|
            about|used for|again]
        what (do|does) (you|sig|[the] group|it|[the] coordinator|a coordinator) (do|mean|stand for) [here|exactly]
        what is ([the] purpose|[the] aim|[the] goal|[the] idea) (of|with) ([the] group|this group|[the] meeting|
            sig|this|
            these meetings)
        (tell me|can you tell me) [more|a bit more] about ([the] group|this|sig|[the] meeting|this group)
        what are we (going to) (do|talk about) (at|in) <emtg>
        how does (a|the|this) (meeting|group|sig) [meeting] work
        """,
    Intent.ARE_YOU_HUMAN: """
        who (are you|is this|am i (talking|writing|texting|chatting) (to|with)|am i texting) [again|really]
        what are you [exactly|really]
        are you [just] [a|an|really|even] (real|bot|robot|human|person|ai|real person|real human|computer|
            machine|chatbot|chat bot|chatgpt|human being|program) [or] [a|an|not] [bot|robot|human|ai|real
            person|person|machine|computer|what|real]
        is (this|it) [just] [a|an] (bot|robot|human|person|ai|real person|computer|machine|real human|chatbot|
            chatgpt|automatic) [or] [a|an] [bot|robot|human|ai|real person|person|what]
        am i (talking|writing|chatting|texting) (to|with) [a] (bot|robot|human|person|ai|real person|computer|
            real human|machine)
        (what is your name|do you have a name)
        who (made|built|created) you
        is there [a|any] (human|real person|person|real human) (here|answering|reading here|behind this|writing)
        are you [the|my] (coordinator|coordinator or a bot)
        are you from (social services|[the] police|[the] school|[the] municipality)
        do you work for (social services|[the] police|[the] school|[the] municipality|[the] city)
        how old are you
        is a (human|person|real person) (writing|answering|writing this) [this|me]
        """,
    Intent.MUST_I: """
        (do|must|should|does) (i|we|my son|my daughter) [really|have to|need to|absolutely] [have to|need to]
            (come|go to <emtg>|be there|attend|come to <emtg>|join|take part|show up|be at <emtg>|come {when}|
            participate|be part of <egroup>|be in <egroup>|join <egroup>|come to all [the] meetings|say anything
            at <emtg>|talk at <emtg>|go to [the] meetings|
            go to [the] meeting {when}) [{when}|every time]
        (is|are) (it|this|<emtg>|[the] meetings|[the] group|sig) (mandatory|voluntary|optional|compulsory|required|
            obligatory) [to come|to be there|or not|to attend|to join]
        (can|may) (i|we) (skip|miss|say no to|decline) <emtg> [{when}]
        is it (ok|okay|fine|alright) (if i skip|to skip|if i miss|to miss|if i do not come to|if i can not come
            to) <emtg> [{when}]
        what happens if (i|we) (do not come|do not show up|miss <emtg>|skip <emtg>|do not come to <emtg>|can not
            come|do not attend|do not go to <emtg>) [to <emtg>|{when}]
        (can|could|may) (i|we) (join online|attend online|join by phone|be there online|join on teams|take part
            online|join remotely) [{when}]
        (do|must) (i|we) [really] have to (come|be there|attend|show up) [to <emtg>|{when}]
        is it (ok|okay|fine) if (i|we) (skip|miss|do not come to|do not go to|do not attend|stay home from)
            [<emtg>|it|{when}]
        do i need to (prepare|prepare anything) [for <emtg>|to
            <emtg>]
        does my (mum|mom|dad|husband|wife) (have to|need to) (come|be there|attend) [too|to <emtg>]
        what if (i|we) (do not come|can not come|miss <emtg>|skip <emtg>)
        """,
    Intent.MAY_I_BRING: """
        (can|may|could|am) (i|we) [allowed to] (bring|take|have|invite) ({companion}|someone|somebody|someone
            with me|somebody with me) [with me|to <emtg>|along|there|with me to <emtg>|as support] [{when}]
        (can|may|could) {companion} (come with me|come along|join|sit in|come too|come with me to <emtg>|come to
            <emtg>|be there at <emtg>|come along to <emtg>) [to <emtg>|too|{when}]
        is it (ok|okay|fine|alright) (if i bring|to bring|if i take) ({companion}|someone|somebody) [with me|to
            <emtg>|along]
        is it (ok|okay|fine|alright) if {companion} (comes|comes along|comes with me|joins|joins me) [to <emtg>|
            too]
        (i want|i would like|i like) to bring ({companion}|someone|somebody) [with me|to <emtg>|along]
        (can|may) {companion} (come|come too|come with us|join us|be there) [to <emtg>|with me|at <emtg>|too]
        is it possible to bring ({companion}|someone|somebody) [along|to <emtg>|with me]
        """,
    Intent.CAN_I_STOP: """
        (can|may|could) (i|we|one|you) (quit|leave|stop being in|drop out of|get out of|opt out of|withdraw
            from) <egroup> [any time|anytime|if i want|whenever i want|at any time|later|when i want]
        (can|may|could) (i|we|one|you) (opt out|drop out|change my mind|withdraw|change our mind|withdraw my
            consent|take back my consent|withdraw consent) [any time|anytime|later|whenever i want|at any time|
            if i want]
        how (do|can) (i|we) (leave|quit|opt out|drop out|drop out of|withdraw|withdraw from|get out of|opt out
            of) [<egroup>|my consent]
        what happens if (i|we) (leave|quit|drop out of|withdraw from) <egroup>
        what happens if (i|we) (withdraw|withdraw my consent|take back my consent|opt out|change my mind)
        how long (is|does|am i in|do i have to be in|will i be in) (<egroup>|my consent|[the] consent) [last|
            valid|go on|run|for]
        (when|how) does (<egroup>|[the] consent) end
        (can|could) (i|we) quit [any time|anytime|whenever i want]
        (am i|are we) allowed to (quit|leave|leave [the] group|quit [the] group|drop out|change my mind)
        is it possible to (leave [the] group|quit [the] group|opt out|drop out|withdraw)
        """,
    Intent.WHAT_IS_KEPT: """
        (what|how much) (is|do you|does) (saved|stored|kept|save|store|keep|written down|recorded|record|the
            file say) [about me|about us|here|about my son|about my daughter|in [the] file]
        (is|are|will) (this|it|my messages|what i write|everything|[the] chat|everything i write) [being|be]
            (saved|stored|kept|recorded|logged) [here|anywhere]
        do you (save|keep|store|record) (this|what i write|my messages|everything|everything i write|[the] chat)
        how long (is|are|do you|will) (this|it|my messages|what i write|keep|save|store|[the] messages|my data)
            [be] [this|it|my messages|my data] [saved|stored|kept]
        (can|could|may) (i|we) (see|read|get|look at|ask for) (my file|what you have written|what you have
            written about me|what is written about me|what you write about me|what you have about me|my records|
            what is saved about me|what you know about me|my data|what is in my file)
        what do you (know|have|write|have written) about (me|us|my son|my daughter)
        is there a file (about|on) me
        (does|will|do) (this|it|my messages|what i write) (go|be|end up|get deleted|disappear) [in|into] [my
            file|a file|later|after a while]
        (is|are) (my data|my information|all of this|[the] messages|our messages) (saved|stored|kept|recorded)
        who (saves|keeps|stores) (this|my data|my messages)
        do you (write|note) [it] [all] (down|everything down|this down)
        (can|could) you delete (what i wrote|my messages|my data|what i have written)
        what (do|will) you do with (what i write|my data|my messages|this|my information)
        will this (be in|go in|go into|end up in) my (file|record|records)
        """,
    Intent.MY_RIGHTS: """
        (what|which) rights do (i|we) have [here|in this|as a parent|in [the] group]
        (what are my rights|my rights|our rights)
        what (can|may|do) (i|we) (decide|get to decide|say no to|decide about) [here|myself|about|in [the] group]
        do (i|we) have [a|the] right to (say no|decide|know what you write|know what is said|an interpreter|see
            my file|a lawyer|bring someone|refuse)
        who (decides|gets to decide|decides who is in [the] group|decides who comes|decides who is in|decides
            here|decides about this)
        """,
    Intent.COORDINATOR: """
        who is (my|our|the) (coordinator|contact person|contact|case worker|coordinator now|coordinator for the
            group) [now|here]
        what is ([the] coordinator|my coordinator|[the] number|[the] phone number|[the] coordinators number|my
            coordinators number|[the] coordinator called|my coordinator called|your number|your phone number|the
            coordinators name|my coordinators name) [called|for [the] coordinator|to [the] coordinator|of the
            coordinator|of my coordinator|again]
        how (do|can) (i|we) (reach|contact|call|get hold of|get in touch with|talk to|get in contact with|email|
            phone) ([the] coordinator|my coordinator|our coordinator|you by phone)
        (can|could|may) (i|we) (have|get) ([the] number|[the] coordinators number|[the] phone number|my coordinators
            number|a number|[the] email|your number|[the] number to [the] coordinator|[the] number of [the] coordinator|
            [the] coordinators email|[the] number for [the] coordinator) [please|to [the] coordinator|for the
            coordinator|of [the] coordinator]
        (do you have|is there) (a number|[the] number|a phone number) (for|to|of) ([the] coordinator|my coordinator|
            you)
        (when|what times) is ([the] coordinator|my coordinator) (there|available|at work|in|working)
        who is (in charge|responsible) [of|for] [the group|this|my case|<emtg>|me]
        (do|does) (you|i|we) have a (coordinator|number i can call|phone number)
        (which|what) number (can|should|do) (i|we) call [to reach [the] coordinator]
        how do i get in (touch|contact) with ([the] coordinator|my coordinator|you)
        is (my coordinator|[the] coordinator) (working|in|there) [today|{when}]
        """,
    Intent.MY_TASKS: """
        what (are|is) my (tasks|task|to do|goals|homework|responsibilities|to-do) [now|for next time|this week|
            again|until next time]
        what (should|shall|did|was|am) i [have to|supposed to|promise to|say i would|going to] (do|bring|
            prepare) (for next time|for <emtg>|until next time|before <emtg>|this week for <emtg>|until <emtg>)
        what do i have to (do|bring|prepare) (for next time|for <emtg>|until next time|before <emtg>|until
            <emtg>)
        do i have (any tasks|anything to do for <emtg>|anything to do for next time|any tasks left|a task|any
            homework) [left|now|this week]
        (my tasks|my list|my plan|[the] plan|show my tasks|show me my tasks|what is [the] plan|what is my plan|can i
            see [the] plan|can i see my tasks|show [the] plan|my goals)
        what did (i|we) (promise|agree|agree on) [to do|last time|at <emtg>|to do for next time]
        (i|we) (have done|did|finished|am done with|have finished) my (task|tasks|homework) [now]
        what is on my list
        """,
    Intent.MENU: """
        (menu|[the] menu|show menu|show [the] menu|commands|show commands|all commands)
        what can (i|we) (write|ask|do|say|type|ask you) [here|to you|about|you|in here|on this page]
        what can you (do|answer|help with|tell me) [for me|here]
        (what|which) (commands|words|options|questions) (are there|can i use|do you know|can i write|do you
            understand|can you answer|can i ask)
        how do i use (this|you|this chat|this page)
        what are (the|my) (commands|options)
        how does this (work|chat work)
        what can i (ask|write|do)
        """,
    Intent.YES: """
        (i|we) (will|can|am|are) [definitely|gladly|be able to] (come|be there|make it|coming|attend|be coming|
            there|join) [to <emtg>|at <emtg>|{when}|for sure|too|to <emtg> {when}|to [the] meeting {when}|then]
        (i|we) (am|are) (on my way|on our way|coming|nearly there|almost there) [now]
        (yes|yeah|yep|sure|ok|okay|yup) (i|we) (can|will|will be there|am coming|can come|can make it|can do
            that|will come|will do|can then|are coming|can do {when}|can make it {when}|will be there {when})
        (it|that|that time|{when}) (works|is fine|is good|suits me|is ok|is okay|works fine|works great|is
            perfect|works for me|is fine with me|is great|suits us|works for us|is fine for us) [for me|with me|
            for us|{when}]
        (yes|yeah|yep|sure|ok|okay) (it|that|{when}) (works|is fine|is good|suits me|works for me|is okay|sounds
            good|is great)
        (works|fine|good|perfect) (for me|for us|with me)
        see you (then|there|{when}|at <emtg>|at <emtg> {when}|at [the] meeting)
        (my mum|my mom|my dad|we both|we all) (will come|is coming|are coming|will be there|can come) [to
            <emtg>|{when}|too]
        i will (try to be there|try to come|try to make it) [{when}|on time]
        (ok|okay|yes|yeah|great|perfect|good) [then] (i will be there|see you then|see you {when}|i will come|we
            will be there|i will come then|i am coming|see you there)
        (i|we) can (make it|come|be there|do that) [then|{when}]
        (yes|ok|okay) (works|fine|works for me|that is fine|that works for us)
        """,
    Intent.CANNOT: """
        [i|we|sorry i|unfortunately i] (can not|could not|will not be able to|am not able to|are not able to|
            will not) [come|make it|be there|attend|do it|go|join|meet|be able to come|be able to make it] (to
            <emtg>|{when}|at <emtg>|to <emtg> {when}|to [the] meeting {when}|on {when}) [<becauses>|sorry|
            unfortunately]
        [i|we] (can not|will not be able to) (make it|come|attend|be there|join us|make it there) [{when}]
            [<becauses>|unfortunately]
        [i|we] (can not|will not) [come|make it|be there] [{when}|to <emtg>] <becauses>
        (it|that|that time|{when}) (does not work|is not good|does not suit me|does not suit us|is not possible|
            will not work|is bad|is difficult) [for me|for us|{when}] [<becauses>|sorry|unfortunately]
        (i|we) (have to|need to|must|want to|would like to) cancel [<emtg>|{when}|<emtg> {when}|[the] meeting
            {when}|my appointment] [<becauses>|sorry|unfortunately]
        (can|could) (i|we|you) cancel [<emtg>|{when}|<emtg> {when}|my appointment] [<becauses>]
        (cancel|please cancel) [<emtg>|my appointment] [{when}]
        (i|we) (have|am|am at|will be at|have to go to|will be|am going to|have to) [at|to|on] {reason} (then|
            {when}|that day|at that time|at [the] same time|so i can not come|then so i can not come|so i can not
            make it|so i can not) [so i can not come|so i can not make it|so i can not|unfortunately]
        (i|we) (forgot|missed|forgot about) <emtg> [{when}|sorry]
        (i|we) overslept [sorry|{when}]
        (my son|my daughter|my mum|my mom|my dad) (can not|will not be able to) (come|make it|attend|be there)
            [to <emtg>|{when}|to <emtg> {when}] [<becauses>]
        sorry [i|we] (can not|could not|will not be able to) (come|make it|attend|be there) [{when}|to <emtg>]
            [i|we] (have|am|have got|am at|work|am working) [at|a] [{reason}] [then|{when}]
        [i|we] (can not|will not) (come|make it|be there|attend) [{when}|to <emtg>] [i|we] (have|am|have got|am
            at|am on) [at|to|on|a|my] {reason} [then|{when}]
        (i|we) (do not have time|am not able to come|am not available|am unavailable|are not available|are away)
            [{when}|then|to come|on {when}] [<becauses>]
        (it|[the] meeting|that|[the] time) (clashes|collides) with [my] {reason}
        (i|we) (am|are) working (then|{when})
        something came up [i can not come|and i can not make it|so i can not come]
        """,
    Intent.SICK: """
        (i|we|my son|my daughter) (am|are|is|got|have|has|feel|have got|woke up) [still|at home] <eill> [{when}|
            so i can not come|so i can not come {when}|so i can not make it|and can not come|can not come|can
            not make it|so we can not come|so he can not come|so she can not come|i can not come|and can not
            make it|so i will not be there|so i will not come]
        (am|is|feeling) (sick|ill) [{when}|can not come|so can not come]
        (sick|i am sick|i am ill) [{when}|sorry] [can not come|can not make it]
        [i|we] (can not|will not) (come|make it|be there|attend) [{when}|to <emtg>] [because|since|as] (i|we|my
            son|my daughter) (am|are|is|have|has) <eill>
        (my kids|my child|[the] kids|my children) (are|is) (sick|ill) [{when}] [so i can not come|so we can not
            come]
        (got|have|i got|caught) [a|the] (cold|flu|fever|sick|covid|stomach bug) [so|and] [i] [can not come|can
            not make it] [{when}]
        (i|we) have (a cold|a fever|[the] flu|covid) [can not come|so can not come|so i can not make it]
        """,
    Intent.LATE: """
        (i|we|sorry i|my son|my daughter) [will|am going to|might|am|are|going to|may] [be|probably be|going to
            be|running|am|is] [a bit|a little|like|about|around|{minutes}|a few minutes|maybe|some
            minutes] (late|delayed) <elate>
        (running|be|will be|am|going to be) [a bit|a little|like|about|around|{minutes}|a few minutes]
            late <elate>
        [about|around|like] {minutes} late <elate>
        (i|we) (will|am going to|can) (be there|come|arrive|there|be) (in|within) [about|like|around] {minutes}
            <elate>
        (there|be there|coming|will be there|arriving) in [about|like] {minutes}
        (a bit|a little|a few minutes|bit) late <elate>
        late (for <emtg>|today|{when})
        (my|the) (bus|train|tram|metro|ride|subway) (is|was) (late|delayed|cancelled) [so i will be late|so i am
            late|so i will be {minutes} late|{when}]
        (i|we) (missed) ([the] bus|my bus|[the] train|my train) [so i will be late|so i will be {minutes} late|so i
            am late|will be late|will be {minutes} late|i will be late]
        (i|we) (can not|will not) (make it|be there) (on time|in time|until {when}|before {when}) [sorry|
            <elate>]
        (stuck|i am stuck|we are stuck) in traffic [so i will be late|will be late|i will be late|will be
            {minutes} late]
        (can|may|is it ok if|is it okay if) i (come|am) [a bit|a little|{minutes}] late [to <emtg>]
        sorry i am late
        (i am|we are) (stuck|running) (in traffic|late|a bit late|behind) [will be late|will be {minutes} late|i
            will be late]
        {minutes} late <elate>
        (i|we) (am|will be) there (in|within) {minutes} <elate>
        (i|we) overslept (will be late|i will be late|so i will be late|will be {minutes} late)
        [the] (bus|train) (is late|did not come|was late) [so] [i] [will be late|will be {minutes} late|am late]
        traffic is (bad|terrible|crazy) [so] [i am|i will be|running|will be] (late|running late)
        """,
    Intent.MAYBE: """
        (i|we) (am|are|do) (not sure|not know|unsure|not sure yet|not know yet) (if|whether) (i|we|it) (can|
            will|can come|can make it|will come|works|can be there|can attend|am free|will make it|will be able
            to come|can then) [to <emtg>|{when}|yet|then]
        (not sure|unsure|not sure yet) (if|whether) (i|we|it) (can|can come|can make it|works|can be there|will
            make it) [to <emtg>|{when}|yet|then]
        (maybe|perhaps|possibly|we will see|probably|probably not|might|maybe maybe not|i might)
        (maybe|perhaps) (i|we) (can|will|can come|can make it|will come) [{when}|to <emtg>]
        (i|we) (might|may|can maybe|will maybe|can probably|will probably) [be able to|not] [be able to] (come|
            make it|be there|attend) [{when}|to <emtg>]
        (i|we) (have to|need to|must|will|should|am going to|will have to) [first] (check|ask|check with|check
            my schedule|check first|ask first|see|think about it|get back to you|let you know|look at)
            [<ecompany>] [first|if i can|and get back to you|and let you know|{when}]
        [i|we] will (get back to you|let you know|tell you) [later|soon|{when}|when i know|about it]
        (let me check|let me check first|let me ask first|let me check with <ecompany>|let me ask <ecompany>|
            depends on [the] bus|it depends on work|it depends on school|depends on work)
        (i will|let me|i have to|i need to) (see|check|think|ask) [if i can|if i can come|first|about it|and get
            back to you|and let you know|and come back to you|with my mum|with my mom|with my dad] [and let you
            know|and get back to you]
        i (think|guess) (so|i can|i can come|i can make it)
        """,
    Intent.OTHER_TIME: """
        (can|could|may|would) (we|i|you|it) [please|maybe|possibly] (do|have|take|move|change|reschedule|meet|
            postpone|be possible to meet|be possible to move|switch|push|be) [it|<emtg>|that|[the] time|[the] day|
            [the] date] [to|on|at|for] {when} [instead|please|rather|or {when}] [<becauses>]
        (can|could|may) (we|i) [please|maybe] (reschedule|rebook|postpone) [please]
        (can|could|may|is) (we|i|you|it) [please|maybe|possible to] (move|change|reschedule|postpone|switch|
            rebook|push back|get|have|find) (it|<emtg>|[the] time|[the] day|[the] date|another time|another day|a
            different time|a new time|a different day|my appointment|[the] time of <emtg>|[the] meeting time) [to
            {when}|instead|please|{when}|for <emtg>] [<becauses>]
        (i|we) (want|would like|need|have) to (move|change|reschedule|postpone|rebook) (it|<emtg>|[the] time|the
            day|my appointment|[the] date) [to {when}|please] [<becauses>]
        {when} (works|is|would be|suits me|would work|fits) [better|best|good|fine|much better|great|perfect|ok|
            okay] [for me|for us|instead|too|please]
        (i|we) (can|could|can only|would rather|prefer|would prefer|can come|could come|can meet|can do) [do|
            come|meet|make it|make] {when} [instead|though|only|rather]
        (how|what) about {when} [instead|then]
        (is|does|would) {when} (ok|okay|possible|work|fine|better|good|be ok|be possible|be okay|be better) [for
            you|instead]
        {when} (instead|rather|would be better)
        (do you have|is there|are there) (another time|another day|a different time|other times|any other time|a
            later time|an earlier time|any other times|a time {when}) [instead|available]
        (change|another|different|new) (time|day) [please]
        (that is|it is|thats|{when} is) too early [for me|in [the] morning]
        when (else|can you) [else|instead]
        (could|can|would) (we|you|it) [be] (meet|do|move it|do it|take it|later|earlier|meet up) [to|on]
            [{when}] (instead|rather|another day|later|earlier) [please]
        (is|are) there (another|other|any other|a later|an earlier) (time|times|day|days|time available|time
            possible) [available|possible|instead]
        (can|could) (it|[the] meeting|we|we meet|we do it) be (later|earlier|another day|{when}|moved|moved to
            {when}) [instead]
        (would|does) {when} (work|suit you|be better|work instead|work for you) [instead|too]
        (i|we) (need|want|would like) (another time|a new time|another day|a different time|a later time)
            [please]
        what about {when} [instead]
        {when} (is|would be) better [for me|for us]
        (any|some) other (day|time)
        can i come another (day|time)
        """,
    Intent.STOP_REMINDERS: """
        (stop|can you stop|could you stop|can you please stop|please stop|i want you to stop|could you please
            stop) (reminding me|[the] reminders|sending reminders|sending me reminders|reminders|reminding us|
            sending me notifications|reminding me about meetings|reminding me about [the] meeting|the
            notifications|sending me messages about meetings) [all [the] time|please|about meetings]
        (no|i do not want|i do not need|we do not want|do not send me|please do not send me|do not want|do not
            need) [any|any more|more] (reminders|more reminders|notifications) [anymore|any more|please|about
            meetings]
        (turn off|switch off|cancel|mute|how do i turn off|how do i stop|can i turn off|can you turn off|remove)
            [the|my|all] (reminders|notifications) [please]
        do not remind me [anymore|any more|about meetings|please|again]
        [please] do not (send|text) me [any|more|any more|so many] (reminders|notifications|messages about
            meetings) [anymore|any more|please]
        (no|stop) more reminders [please]
        (can|could) you not remind me [anymore|please|all [the] time]
        """,
    Intent.REMIND_EVENING: """
        <eremind> [only|just] (the evening before|the day before|the night before|one time) [please|instead|only]
        (only|just) (the evening before|the day before|one reminder|one) [please|is enough]
        one reminder is enough [please]
        (not so many|fewer|less) reminders [please]
        (i|we) (want|would like) (fewer reminders|only one reminder) [please]
        """,
    Intent.REMIND_MORNING: """
        <eremind> [only|just] (in the morning|the same day|on the day|the same morning) [please|instead|only]
        (only|just) in the morning [please]
        """,
    Intent.REMIND_TWO_HOURS: """
        <eremind> [only|just] (two hours before|2 hours before) [please|instead|only]
        (only|just) (two hours before|2 hours before) [please]
        """,
    Intent.REMIND_ONE_HOUR: """
        <eremind> [only|just] (an hour before|one hour before|1 hour before) [please|instead|only]
        (only|just) (an hour before|one hour before) [please]
        """,
    Intent.REMIND_USUALLY: """
        <eremind> (as usual|as before|both times|twice) [please|again]
        """,
    Intent.REST_REMINDERS: """
        pause [please]
        (pause|please pause|can you pause|could you pause) [the|my|all] [reminders|notifications] (until|till) {when}
            [please]
        no reminders (until|before|till) {when} [please]
        do not remind me (until|before|till) {when} [please]
        """,
    Intent.START_REMINDERS: """
        (remind|can you remind|could you remind|please remind|can you please remind|could you please remind)
            (me|us) [again|about <emtg>|before <emtg>|{when}|of <emtg>|about meetings] [please|again|{when}]
        (start|turn on|switch on|can you turn on|can i have|can i get|can you start|how do i turn on|how do i
            get|activate) [the|my] (reminders|reminding me|a reminder|notifications) [again|back|please|before
            <emtg>|back on]
        (i|we) (want|would like) (reminders|a reminder|to be reminded|to get reminders|[the] reminders) [again|
            back|about <emtg>|before <emtg>|please]
        """,
    Intent.CALL_ME: """
        [please] call (me|us) [please|today|{when}|when you can|when you have time|back|soon]
        <can_you> (call|phone|ring|give a call|contact) (me|us) [please|today|{when}|when you can|when you have
            time|back|about <emtg>]
        (can|could) (someone|somebody|[the] coordinator|my coordinator) [please] (call|phone|ring|contact) (me|us)
            [please|today|{when}|back|about <emtg>]
        (i|we) (want|would like|need) (you|someone|somebody|[the] coordinator|my coordinator) to (call|phone|ring|
            contact) (me|us) [please|{when}|today|back]
        (i|we) (want|would like|need) to (talk|speak) (to|with) ([the] coordinator|my coordinator|our coordinator)
            [please|{when}|today|about <emtg>|on [the] phone]
        (can|could|may) (i|we) [please] (talk|speak) (to|with) ([the] coordinator|my coordinator|our coordinator|a
            human|a real person|a person|a real human) [please|instead|{when}|on [the] phone]
        (can|could) (my|the) coordinator [please] (call|ring|phone|contact) me [please|{when}|today]
        [please] (have|ask) (my|the) coordinator [to] call me [please|{when}]
        (i|we) would like a call [from [the] coordinator|back|please]
        """,
    Intent.OUT: """
        <not_want> {who} [to] (<epart>|in it|in this|in [the] group|here in [the] chat|involved|involved in this|in
            this group|in [the] chat|included) <elong>
        [<can_you>|i want you to|please] (remove|take out|kick out|kick|leave out) {who} <elong>
        {who} (should not|must not|can not|may not) <epart> <elong>
        (i|we) [want to|would like to] (withdraw|take back|revoke) (my consent|consent|our consent) [(for|to)
            {who}]
        [<can_you>|i want you to] (remove|take out|kick out|kick|throw out) (everybody|everyone|all of them|them
            all) [else|from [the] group]
        <not_want> to be (in [the] group|in this group|part of [the] group|part of this group|in [the] sig|in sig)
            [anymore|any more|any longer|now]
        (i|we) want to (leave|quit|drop out of|get out of) ([the] group|this group|[the] sig|sig|[the] sig group)
            [please|now]
        (remove me|take me out|can you remove me|could you remove me|please remove me|can you take me out)
            (from|of) ([the] group|[the] chat|this group|[the] group chat|[the] sig|[the] room)
        [<can_you>|i want you to] stop sharing (things|stuff|information) [about me]
        <not_want> (him|her) [to] (<epart>|in it|in this|in [the] group|involved) <elong>
        """,
    Intent.IN: """
        (i|we) (want|would like) {who} (to be in [the] group|to be included|to join|to be involved|to be part of
            this|to be part of it|to take part|to be at <emtg>|to come to <emtg>|in [the] group|at <emtg>|to join
            [the] group|to join <emtg>|involved|to be in [the] chat|to be in this|to attend <emtg>) [too|as well]
        (can|could|may) {who} (be in [the] group|be included|join|join [the] group|be part of this|join <emtg>|take
            part|be involved|come to <emtg>|attend <emtg>|be at <emtg>|be added) [too|as well|please]
        [<can_you>|please] (add|invite|include) {who} [too|to [the] group|to <emtg>|to [the] chat|as well|please|in
            [the] group]
        (i|we) (want|would like) to (add|invite|include) {who} [to [the] group|to <emtg>|too]
        """,
    Intent.BACK_AGAIN: """
        {who} (can|may) (be in [the] group again|come back to [the] group|join again|be part of it again|be in it
            again)
        (can|could) {who} (be in [the] group again|come back to [the] group|join again|be added again) [please]
        (i|we) (want|would like) {who} (to be in [the] group again|back in [the] group|to join again|to come back to
            [the] group|to be added again)
        (i|we) (want|would like) to (join again|come back to [the] group|be in [the] group again|be part of the
            group again|rejoin [the] group|rejoin)
        (can|could|may) (i|we) (join again|come back to [the] group|be in [the] group again|rejoin|rejoin [the] group)
        i (changed|have changed) my mind (i want|i would like) (to be in [the] group|to join again|to be in the
            group again|{who} back in [the] group|to come back to [the] group)
        """,
    Intent.SECRET: """
        <not_want> {who} to <eknow> <eit> <eit>
        {who} (should not|must not|can not|may not) <eknow> <eit> <eit>
        [please] (do not|never) (tell|show|let) {who} [know] <eit> <eit>
        [please] (do not|never) (say|write|talk|speak) <eit> (to|with) {who} <eit>
        <not_want> you to (talk|speak|share|write|tell) <eit> [to|with] {who} <eit>
        [<can_you>|i want you to] stop (talking|speaking|sharing|writing) <eit> (to|with) {who} <eit>
        [<can_you>|i want you to] stop telling {who} (things|stuff|everything) [about me]
        """,
    Intent.OTHER_COORDINATOR: """
        (can|could|may) (i|we) (have|get|change|switch) [to] [my|a|the] [another|new|different|other]
            coordinator [please]
        (i|we) (want|would like|need) [to change|to have|to get|to switch|to switch to] [a|my|to] [another|new|
            different] coordinator [please]
        how do i (change|switch) [my|to another] coordinator
        (another|a new|a different|new|change) coordinator [please]
        """,
    Intent.COMPLAIN: """
        (i|we) (want|would like) to (complain|make a complaint|file a complaint|complain about <emtg>|complain
            about [the] group|complain about [the] coordinator|complain about this|appeal|appeal [the] decision|
            complain about you)
        (how|where|can) (do|can|could|may) (i|we) (complain|make a complaint|file a complaint|appeal|complain
            about this|complain about [the] coordinator|appeal [the] decision)
        (how|where) to complain
        can (i|we) (complain|make a complaint|file a complaint) [about this|about <emtg>|about [the] group]
        (i|we) (am|are) (not happy|unhappy|not satisfied|dissatisfied) with (<emtg>|[the] group|[the] coordinator|
            how this works|[the] plan|[the] decision)
        """,
    Intent.MEET_ELSEWHERE: """
        (can|could|may) (we|i) [please|maybe] (meet|have <emtg>|do it|do this|have it|do <emtg>|take it) {place}
            [instead|please|{when}|next time]
        (can|could|may) (we|i|you) (change|switch|move) ([the] place|place|[the] location|location|[the] room)
            [please|of <emtg>|for <emtg>]
        (i|we) (want|would like|prefer|would rather|would prefer) [to] (meet|meet up|have <emtg>|do it) {place}
            [instead]
        <not_want> to (meet|have <emtg>) {place} [again|next time]
        (does it|do we|do we have to|does <emtg> have to) [have to] (meet|be) {place}
        {place} (instead|would be better|is better|works better) [for me|please]
        """,
    Intent.NOT_AT_MEETING: """
        <not_want> {who} (at <emtg>|to be at <emtg>|to come to <emtg>|there at <emtg>|to attend <emtg>|in
            <emtg>|to be in <emtg>) [anymore|any more|{when}]
        <not_want> to (see|meet|sit with) {who} at <emtg> [{when}]
        (does|do|must) {who} [have to|need to] (be at <emtg>|come to <emtg>|attend <emtg>|attend)
        (can|could) (we|i) have <emtg> without {who}
        {who} (should not|must not|can not) (be at|come to|attend) <emtg>
        """,
    Intent.LANGUAGE: """
        (can|could|may|do) (you|we|i) [please] (write|speak|talk|do this|switch|get this|have this|understand|
            answer|reply|change) [in|to|language to|[the] language to] {language} [please|instead|too]
        (switch|change) [the] [language] (to|in|into) {language} [please]
        {language} [please]
        in {language} please
        (i|we) (speak|only speak|want|prefer|understand|would like|would prefer|need) [only|it in|this in|to
            write in|to write] {language} [please|better]
        (i|we) (do not|can not) (speak|understand|read|know) [much|good] {language} [very well|well|so well|
            good]
        (how do i|can i) change [the] language
        (which languages|what languages) (do you speak|can you|are there|do you know)
        can we (do|speak|write|use) {language}
        """,
    Intent.INTERPRETER: """
        (interpreter|an interpreter|a translator|translator|{language} interpreter) [please]
        (i|we|my mum|my mom|my dad|my parents|my mother|my father) (need|want|would like|needs|wants) [to have]
            [an|a] [{language}] (interpreter|translator) [please|at <emtg>|for <emtg>|in {language}|who speaks
            {language}]
        (can|could|may|will|is) (i|we|there|you|my mum|my mom|my parents) [please] (have|get|be|book|arrange|
            going to be) [an|a] [{language}] (interpreter|translator) [please|at <emtg>|for <emtg>|in
            {language}|there]
        is there an interpreter [at <emtg>|for <emtg>]
        """,
    Intent.OTHER_PHONE: """
        (i|we) (have|got|have got|bought|changed|switched) [to] (a|my) [new|different|another] (phone|number|
            phone number|mobile|cell phone|sim|account) [now|today]
        (i|we) (have|got) another (phone|number)
        new (phone|number|phone number)
        (my old|old) (phone|number) (is broken|does not work|does not work anymore)
        (i am|i) (writing|write|am writing) (from|on) (another|a new|a different|my new|a borrowed) phone [now]
        """,
    Intent.NOT_ME: """
        (it|this|that) (is|was) not me [who writes|writing|who wrote that|who wrote it|who wrote this|who is
            writing]
        (wrong person|wrong number|you have [the] wrong person|you have [the] wrong number|you got [the] wrong number|
            you got [the] wrong person)
        (this|it) is (his|her) (mum|mom|dad|mother|father|brother|sister|friend) [writing|who is writing]
        i am not [the] person you (want|think|are looking for)
        """,
    Intent.REMOVE_ME: """(remove me|please remove me|can you remove me|could you remove me|delete me|take me
            out)""",
    Intent.CLEAR_AWAY: """
        (clear away|clear|clean up|clear [the] chat|clear this chat|clear chat|tidy up|can you clear [the] chat|
            please clear [the] chat)
        [<can_you>|please] (delete|remove|clear|erase|hide) ([the] chat|your messages|[the] messages|all messages|
            what you wrote|this chat|all your messages|[the] history|[the] conversation|our messages|this
            conversation) [please]
        how do i (delete|clear|remove) ([the] chat|[the] messages|messages|your messages|this chat)
        """,
    Intent.UNDO: """
        undo
        (i|we) (want to|would like to) (undo|take back) (my choice|what i chose|that choice|removing {who}|my
            withdrawal)
        """,
}

FRAGMENTS: Mapping[Intent, str] = {
    Intent.WHEN: """
        <whens> <etail>
        <whens> {when}
        [all] [my|our] meetings [please]
        (my|our) times [please]
        [my|our|the] next meeting [please]
        """,
    Intent.WHERE: "(where|which room|what address) [exactly|again|then]",
}

ANSWERS: Mapping[tuple[Asked, Intent], str] = {
    (Asked.MEETING, Intent.YES): """
        (works|that works|i can|i will|we can|i will be there|i am in|will do|can do|sounds good|fine by me|
            suits me|we will|i am free|i will come)
        """,
    (Asked.MEETING, Intent.NO): """
        (no|nope|nah|sorry no|no sorry) [i|we] (can not|will not)
        [i|we] (can not|will not) [then|make it|sorry]
        (not then|does not work|it does not work|no that does not work|not possible)
        """,
    (Asked.MEETING, Intent.CANNOT): """
        [i|we] (have|am|am at|will be at|have to go to) [at|to|on] {reason} [then|{when}|sorry]
        """,
    (Asked.MEETING, Intent.MAYBE): """
        [i|we] (do not know|do not know yet|am not sure|not sure|not sure yet|am unsure|are not sure)
        (depends|it depends)
        """,
    (Asked.MEETING, Intent.OTHER_TIME): "[but|rather|maybe|only] {when} [instead|maybe|please]",
    (Asked.TIME, Intent.OTHER_TIME): """
        [i|we] [can|could|maybe|rather|preferably|prefer] [do|come|meet] {when}
            [instead|maybe|please|works|is good|is fine|would work|is best]
        """,
}

ALONE = "i do not want to"

SMALL: Mapping[Intent, str] = {
    Intent.GREETING: """
        (hi|hello|hey|hiya|good morning|good afternoon|good evening|good day|heya|hi there|hello there|hey
            there|hi again|howdy|greetings|dear coordinator|hi hi|yo|sup|wassup|whats up|what is up|wsp|wsg)
        [hi|hey|hello] (how are you|how is it going|how are things|what is up|how are you doing|how are you
            today|you good|how do you do)
        """,
    Intent.THANKS: """
        (thanks|thank you|thanks a bunch|many thanks|cheers|thanks a lot|thank you so much|thank you very much|
            thanks so much|
            thanks again|thank you again|thanks in advance|thank you in advance|appreciate it|i appreciate it|
            much appreciated|thanks anyway|thanks man|thanks bro)
        (thanks|thank you) for (your help|the help|the info|the information|the reminder|letting me know|that|
            your answer|the answer|the reply|your reply|reminding me|answering|your quick answer|your quick
            reply|the update|the meeting|today|telling me|the quick reply)
        """,
    Intent.FINE: """
        (sounds great|looks good|good|great|perfect|nice|cool|fine|alright|all right|awesome|sure|got it|
            understood|noted|i see|makes
            sense|sounds good|no worries|no problem|np|all good|that is fine|that is good|that is great|good to
            know|excellent|lovely|right|i understand|will do|bet|aight|very good|that is okay|that is ok|it is
            fine|it is ok|it is okay|wonderful|i got it|gotcha|word|fair enough|have a nice day|have a good day|
            have a nice weekend|you too|of course|absolutely)
        """,
    Intent.LAUGHTER: "(lol|haha|lmao|funny|that is funny|so funny|you are funny|hihi|hehe)",
}

OK = "(ok|okay|okey|k|kk|okay then|ok then)"
GLAD = "(good|great|perfect|fine|sure|sounds good|of course|absolutely|no problem|cool|nice|alright)"
YES = """(yes|yep|yeah|yup|yes please|sure thing|yes of course|yes sure|ye|yas|yea|yes absolutely|yes
    definitely|definitely)"""
NO = "(no|nope|nah|no thanks|no thank you|not yet|no sorry|no not yet|no nothing)"

OPENERS = """
    (so|but|and|well|um|uh|hmm|oh|bro|man|dude|btw|by the way|excuse me|sorry|ok so|also|listen|quick question|
        question|a question|one question|i have a question|i had a question|just a question|one more question|
        another question|one more thing|sorry to bother you|sorry for the late reply|this is {name}|it is
        {name}|just wanted to say that|i just wanted to say that|i wanted to let you know that|just so you know|
        just letting you know|just letting you know that|i want to let you know that|unfortunately|please tell
        the coordinator that|tell the coordinator that|can you tell the coordinator that|please note that|
        anyway|actually|honestly|yo)
    """

ASKS = """
    [i|we] (wonder|was wondering|am wondering|were wondering|want to know|would like to know|wanted to ask|
        wanted to know|just wanted to ask|just wanted to know|need to know|would like to ask|just wonder|am just
        wondering|do not know|forgot|have a question about) [if|about]
    (wondering|just wondering|was wondering) [if]
    do you (know|remember) [if]
    <can_you> (tell|explain|remind|let) [to] [me|us] [know|of|about] [again|if]
    (please tell me|tell me|please let me know|let me know|may i ask|can i ask|could i ask|can i know|could i
        know|please inform me)
    """

LINKS = "(and|but|or|so|also|and also|plus|then|and then|but also|because)"

CLOSERS = """
    (bro|man|dude|please|though|btw|by the way|or|right|then|lol|sorry|sorry about that|unfortunately|anyway|
        again|if possible|if that is ok|if that is okay|please let me know|let me know|just wondering|i wonder|i
        was wondering|if i may ask|actually|exactly|too|hope that is ok|hope that is okay|i think)
    (best regards|kind regards|regards|sincerely|best wishes|best|yours sincerely) [{name}|{who}]
    """

FILLERS = _words("uh um uhm hm just really also actually too still unfortunately exactly probably")

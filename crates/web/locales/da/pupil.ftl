# Elev
pupil-needs = Det venter på dig
pupil-need-look = Se, og skriv hvad I gør
pupil-year = Skoleåret { $year }
pupil-window = skoleåret til og med { $date }
pupil-agreed-lessons = aftalt: { $lessons ->
    [0] ingen lektioner
    [one] 1 lektion
   *[other] { $lessons } lektioner
}
pupil-agreed-day = aftalt kortere skema
pupil-agreed-span = Aftalt kortere skema fra { $from } til { $until }. Fraværet vises og tælles som altid.
pupil-agreed-week = Lektioner: { $days }.
pupil-not-noted = { $days } { $days ->
    [one] skoledag
   *[other] skoledage
} er ikke noteret
pupil-week = Uge
pupil-other-years = Andre skoleår:
pupil-raise-concern = Skriv en bekymring
pupil-own-link = Elevens egen kalender
pupil-findings = Det siger lov og aftaler
pupil-findings-note = En grænse er et opmærksomhedspunkt. Ingen kan sætte ét tal for, hvornår fravær er bekymrende; I vurderer sammen.
pupil-findings-none = Ingen grænser er nået, og intet venter.
pupil-finding-duty = Hvad skal ske
pupil-finding-deadline = Senest
pupil-finding-status = Hvad er det
pupil-finding-source = Kilde
pupil-finding-read = læs den
pupil-finding-letter = Vis brev
pupil-finding-measured = { $numerator } af { $denominator } halve dage fra { $from } til { $to }. Nået { $reached }.
pupil-finding-measured-days = { $numerator } { $unit } fra { $from } til { $to }. Nået { $reached }.
pupil-finding-upcoming = Kommer, hvis eleven fortsat er væk.
pupil-left = Hvor langt der er til grænserne
pupil-left-note = En optælling af det, der er noteret til og med { $date }; ikke et varsel. Grænser, hvor intet tæller med endnu, eller som ikke kan nås i perioden, står her ikke.
pupil-left-none = Intet af det, der er noteret, tæller mod en grænse, som ikke er nået.
pupil-left-duty = Hvad reglen siger
pupil-left-any-absence = fravær
pupil-left-or = { $one } eller { $other }
pupil-left-days = { $halves ->
    [1] ½ dags { $kind }
    [2] 1 dags { $kind }
    [3] 1½ dags { $kind }
   *[other] { $days } dages { $kind }
}
pupil-left-spells = { $spells ->
    [one] 1 nyt forløb med { $kind }
   *[other] { $spells } nye forløb med { $kind }
}
pupil-left-without-attendance = { $halves ->
    [2] 1 skoledag uden fremmøde
   *[other] { $days } skoledage uden fremmøde
}
pupil-left-at-least = Endnu mindst { $amount }
pupil-left-in-quarter = Endnu { $amount } i dette kvartal
pupil-left-in-year = Endnu { $amount } i dette skoleår
pupil-left-in-a-row = Endnu { $amount } i træk
pupil-left-then = { $more }, så { $then } ({ $limit }).
pupil-left-reached = { $more }, så er »{ $name }« nået.
pupil-left-share = { $share } %
pupil-left-limit = { $days } dage
pupil-left-limit-more = mere end { $days } dage
pupil-left-counted = Talt nu: { $now } { $unit }
pupil-left-invite = Inviter allerede nu til en samtale om sygeundervisning
pupil-notification = Pligten til at underrette er den enkeltes egen.
pupil-left-counted-of = Talt nu: { $now } af { $least } { $unit }
pupil-left-short = { $name }: endnu { $amount }
pupil-unit-half-days = halve dage
pupil-unit-days = skoledage
pupil-unit-spells = fraværsforløb
pupil-version = { $source } (gælder fra { $date })
pupil-status-law = Lov
pupil-status-agreed = Politisk aftalt, gælder ikke endnu: vejledende
pupil-status-proposed = Forslag
pupil-status-local = Kommunens egen regel
pupil-status-named = Navngiven regel: beder ikke nogen om noget, siger kun se her
pupil-status-statistic = Statistik: beder ikke nogen om noget
pupil-basis-changed = Grundlaget er ændret: reglen holder ikke længere efter en rettelse. Se, om en besked skal trækkes tilbage.
pupil-basis-other = Grundlaget er ændret: tallene er nu { $now }.
pupil-basis-taken = Grundlaget er ændret: efter en rettelse tælles nu { $numerator } { $unit }, og reglen holder ikke længere. Skriv, hvad der er gjort, eller hvorfor ikke.
pupil-basis-taken-share = Grundlaget er ændret: efter en rettelse tælles nu { $numerator } af { $denominator } { $unit }, og reglen holder ikke længere. Skriv, hvad der er gjort, eller hvorfor ikke.
pupil-days-behind = { $days ->
    [one] Dagen bag
   *[other] De { $days } dage bag
}
pupil-record-done = Gjort { $date } ({ $by }): { $words }
pupil-record-not-done = Ikke gjort ({ $by }): { $words }
pupil-duty-words = Hvad er gjort – eller hvorfor ikke?
pupil-duty-day = Hvornår?
pupil-duty-done = Det er gjort
pupil-duty-not-done = Det gør vi ikke
done-pupil-duty-saved = Det er skrevet ned.
pupil-signs = Det er set
pupil-signs-note = Tegn er spørgsmål, ikke svar: Hvad er set, og hvad er normalt for netop dette barn?
pupil-signs-none = Ingen tegn i mønsteret lige nu.
pupil-quarters = Kvartal for kvartal
pupil-quarter = Kvartal
pupil-quarter-label = { $number }. kvartal { $year }
pupil-total = I alt
pupil-days-of = Dage af skoledage
pupil-illness = Syg
pupil-unlawful = Ulovligt
pupil-leave = Ekstraordinær frihed
pupil-late = For sent
pupil-left-early = Gået før tid
pupil-spells = Perioder
pupil-quarters-unit = Syg, ulovligt og ekstraordinær frihed er i skoledage; for sent, gået før tid og perioder er antal gange.
pupil-concerns = Bekymringer
pupil-concerns-none = Ingen har skrevet en bekymring.
pupil-concern-line = { $date }, fra { $by }
pupil-concern-open = venter på svar
pupil-concern-watched = vi holder øje til { $date }
pupil-concern-acted = vi handler
pupil-concern-closed = svaret, ingen handling
pupil-decided = Besluttet ved gennemgang
pupil-decided-none = Eleven har ikke været til gennemgang.
pupil-event-review = Gennemgang { $date }
pupil-event-concern = Bekymring { $date }
pupil-correct = Ret dagen
pupil-correct-note = Det, der stod før, bliver i historikken.
pupil-correct-reason = Hvorfor rettes det?
pupil-correct-reason-hint = For eksempel »mor ringede kl. 9, han var hos lægen«. Loven kræver en forklaring, når fravær skifter art.
pupil-correct-save = Gem rettelsen
pupil-correct-back = Tilbage til eleven
pupil-correct-no-reason = Skriv, hvorfor det rettes. Intet er ændret endnu.
pupil-correct-nothing = Vælg, hvad der skal stå. Intet er ændret endnu.
done-pupil-corrected = Dagen er rettet.
pupil-day-closed = Eleven har ikke skole denne dag.
pupil-day-imported = Skolens register føres et andet sted og læses ind her. Ret dagen dér.
pupil-day-not-yours = Du kan se dagen, men ikke rette den.
pupil-slot-start = Ved dagens start
pupil-slot-end = Ved dagens slut
pupil-slot-day = Dagen
pupil-slot-left = Gik eleven før tid?
pupil-kind-late = Kom for sent
pupil-kind-left-early = Gik før tid
pupil-history = Historik
pupil-history-none = Der er ingen mærker om dagen.
pupil-history-when = Hvornår
pupil-history-who = Hvem
pupil-history-what = Hvad
pupil-history-why = Hvorfor
pupil-history-stands = gælder
pupil-history-import = indlæst fra fil
pupil-history-slot = { $slot }: { $what }
pupil-own-title = { $name } og skoleåret
pupil-own-there = { $name }, du har været i skole { $days } { $days ->
    [one] dag
   *[other] dage
}.
pupil-own-good = Uger, hvor du var her hver dag
pupil-own-year = Hele dit skoleår
pupil-own-talk = Det kan vi snakke om
pupil-own-question-1 = Hvad gjorde de gode uger gode?
pupil-own-question-2 = Hvad var svært de dage, du ikke var her?
pupil-own-question-3 = Hvem eller hvad kan hjælpe?
pupil-own-print = Udskriv
pupil-duty-missing = Skriv, hvad der er gjort, og hvornår – eller hvorfor ikke. Intet er gemt endnu.
pupil-siblings = I samme husstand
pupil-siblings-note = Kun til skolens gennemgang. Fælles dage kan have en fælles grund, som én samtale kan finde.
pupil-sibling-see = Se { $name }
pupil-case = Forløb
pupil-case-none = Der er ikke noget forløb.
pupil-case-open = Åbn et forløb
pupil-case-runs = Forløb siden { $on }, tovholder: { $name }
pupil-case-closed = Forløb fra { $on }, afsluttet
pupil-event-case = Forløb åbnet { $date }
cpr = CPR-nummer
cpr-link = Vis CPR-nummer
cpr-lead = Nummeret vises kun, når du har brug for det nu. Grunden skrives i loggen, og databeskyttelsesrådgiveren læser den.
cpr-why = Hvad skal du bruge det til?
cpr-show = Vis nummeret
cpr-problems = Nummeret er ikke vist
cpr-problem-reason = Skriv, hvad du skal bruge nummeret til. Højst 500 tegn.
cpr-none = Der er intet CPR-nummer gemt for eleven.
cpr-once = Når du går fra siden, er nummeret væk igen.
cpr-back = Tilbage til eleven
cpr-letter = Sæt CPR-nummeret på: hvad skal det bruges til?
cpr-letter-hint = Tomt felt: der står en linje til at skrive nummeret på i hånden. Grunden skrives i loggen.

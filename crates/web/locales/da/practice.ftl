practice-tab-workflow = Arbejdsgang
practice-tab-steering = Styring
practice-tab-knowledge = Viden
practice-earlier = Tidligere udgaver
practice-field-because = Hvem har besluttet det, og hvorfor?
practice-problem-changed = En anden har skrevet en ny udgave imens. Det, du har skrevet, står her. Se den nye igennem, og gem igen, hvis dit stadig passer.
setup-workflow-text = Trin for trin: hvem gør hvad, hvornår. Et forslag følger med; det gælder først, når I har besluttet det.
setup-steering-text = De syv beslutninger om teamet, hvem der løser teamets opgaver, og status hvert halve år.
setup-knowledge-text = Korte sider om det, alle skal vide, og det, nogle skal vide mere om.

workflow-heading = Arbejdsgangen
workflow-lead = Hvem gør hvad, hvornår, når et barn er på vej væk fra skolen. Hvert trin har præcis én, der har ansvaret.
workflow-since = Gælder fra { $from }.
workflow-on = Sådan var arbejdsgangen den { $on }. Den gjaldt fra { $from }.
workflow-none-on = Den { $on } var der ikke besluttet nogen arbejdsgang.
workflow-offered = Kommunen har ikke besluttet en arbejdsgang endnu. Det her er et forslag, som følger med Nærvær. Det gælder ikke.
workflow-decided = Besluttet: { $because }
workflow-see-today = Se arbejdsgangen i dag
workflow-coming = Fra { $from } gælder en ny udgave
workflow-first = Beslut jeres arbejdsgang
workflow-new = Skriv en ny udgave
workflow-first-lead = Forslaget er fyldt ind. Ret det, så det passer til jer, og beslut, fra hvilken dag det gælder.
workflow-new-lead = Den seneste udgave er fyldt ind. Det, der har gældet, bliver stående, så et gammelt forløb kan vise de trin, det begyndte under.
workflow-no-child = Skriv om trin og roller. Intet om bestemte børn eller familier.
workflow-role = Vis trin for
workflow-everybody = Alle
workflow-show = Vis
workflow-print = Udskriv
workflow-responsible = Har ansvaret
workflow-consulted = Spørges
workflow-informed = Får besked
workflow-within = Frist
workflow-within-school-days = { $days ->
    [one] inden for én skoledag
   *[other] inden for { $days } skoledage
 }
workflow-within-working-days = { $days ->
    [one] inden for én arbejdsdag
   *[other] inden for { $days } arbejdsdage
 }
workflow-within-weekdays = { $days ->
    [one] inden for én hverdag (mandag–lørdag)
   *[other] inden for { $days } hverdage (mandag–lørdag)
 }
workflow-within-days = { $days ->
    [one] inden for én dag
   *[other] inden for { $days } dage
 }
workflow-page = Side eller brev i Nærvær
workflow-no-page = Ingen
workflow-reference = Hænger sammen med
workflow-who = Hvem gør hvad
workflow-letters = A har ansvaret · S spørges · B får besked
workflow-letter-responsible = A
workflow-letter-consulted = S
workflow-letter-informed = B
workflow-step = Trin
workflow-remarks = { $count ->
    [0] Sig noget om trinnet
    [one] Én bemærkning
   *[other] { $count } bemærkninger
 }
workflow-say-whole = Sig noget om hele arbejdsgangen
workflow-waiting = { $count ->
    [one] Én bemærkning venter på svar
   *[other] { $count } bemærkninger venter på svar
 }
workflow-versions = Alle udgaver, og hvordan den var en bestemt dag
workflow-from = Fra { $from }
workflow-from-until = { $from } til { $until }
workflow-see-day = Vis, som den var den
workflow-of-case = Arbejdsgangen, da forløbet begyndte
workflow-choose = Vælg
workflow-new-step = Nyt trin
workflow-add = Tilføj et trin
workflow-decide = Beslut
workflow-save = Gem udgaven
workflow-from-hint = Tidligst i dag, og ikke før en udgave, der allerede er besluttet. Vælg en dag frem i tiden, så alle kan nå at læse den.
workflow-from-hint-first = Er det sådan, I har gjort længe, så vælg den dag, det begyndte.
workflow-field-name = Trinnet
workflow-field-when = Hvornår gælder det?
workflow-field-phase = Del af modellen
workflow-field-days = Frist, antal
workflow-field-kind = Frist, hvilke dage
workflow-field-reference = Anden procedure, system eller sted, det hænger sammen med
workflow-field-place = Nummer i rækken
workflow-field-from = Gælder fra
workflow-leave-out = Tag trinnet ud af den nye udgave
workflow-in-step = Trin { $number } ({ $name }): { $said }
workflow-in-new-step = Trin { $number }: { $said }
workflow-problem-responsible = Vælg præcis én, der har ansvaret. Et trin, ingen har ansvar for, bliver ikke gjort.
workflow-problem-steps = Der skal være mindst ét trin.
workflow-problem-days = Fristen skal være et tal fra 1 til 400, eller stå tom.
workflow-problem-too-many = Der er for mange trin; højst { $most }.
done-workflow-decided = Udgaven er gemt. De tidligere kan stadig læses.

case-word-step-role-teacher = Lærer eller pædagog
case-word-step-role-contact-teacher = Kontaktlærer
case-word-step-role-chosen-adult = Den voksne, barnet vælger
case-word-step-role-resource-person = Trivsels- eller ressourceperson
case-word-step-role-school-leader = Skoleleder
case-word-step-role-office = Skolens kontor
case-word-step-role-coordinator = Tovholder
case-word-step-role-school-social-worker = Skolesocialrådgiver
case-word-step-role-attendance-team = Kom-i-skole-teamet
case-word-step-role-ppr = PPR
case-word-step-role-health-nurse = Sundhedsplejerske
case-word-step-role-guidance = Uddannelsesvejleder
case-word-step-role-family-department = Familieafdelingen
case-word-step-role-administration = Skoleforvaltningen
case-word-step-role-child = Barnet
case-word-step-role-parents = Forældrene
case-word-step-shown-register = Klassens registrering
case-word-step-shown-concern = Bekymring
case-word-step-shown-review = Gennemgang
case-word-step-shown-options = Indsatser
case-word-step-shown-counsel = Råd uden et barn
case-word-step-shown-case = Forløb
case-word-step-shown-assessment = Kortlægning i forløbet
case-word-step-shown-plan = Planen i forløbet
case-word-step-shown-meeting = Møde i forløbet
case-word-step-shown-closing = Afslutning af forløbet
case-word-step-shown-duties = Pligterne på Mit overblik
case-word-step-shown-letter-absence = Brev om fravær
case-word-step-shown-letter-meeting = Indkaldelse til møde
case-word-step-shown-notification = Underretning
case-word-step-within-school-days = skoledage
case-word-step-within-working-days = arbejdsdage
case-word-step-within-weekdays = hverdage (mandag–lørdag)
case-word-step-within-days = dage

remark-all = Bemærkninger til arbejdsgangen
remark-whole = Hele arbejdsgangen
remark-lead = Virker det i hverdagen? Alle kolleger kan læse det, du skriver, og se, at det er dig.
remark-field-kind = Hvad er det?
remark-field-words = Hvad vil du sige?
remark-field-answer = Svar
remark-hint = Intet om bestemte børn eller familier.
remark-save = Send
remark-open = Venter på svar
remark-none = Intet venter på svar.
remark-answered = Besvaret
remark-answer = Svar på bemærkningen
remark-answer-save = Send svaret
remark-back = Tilbage til arbejdsgangen
case-word-remark-comment = Sådan går det
case-word-remark-proposal = Et forslag
done-remark-made = Tak. Det er sendt til dem, der skriver arbejdsgangen, og svaret kommer her.
done-remark-answered = Svaret er sendt.

steering-heading = Styring
steering-lead = Hvad ledelsen på tværs af skole, PPR og socialområdet har besluttet, og hvornår det ses på igen.
steering-look = Det skal der ses på
steering-look-undecided = { $what }: ikke besluttet endnu
steering-look-overdue = { $what }: skulle være set på igen
steering-look-unmapped = { $count ->
    [one] Én opgave har ingen, der løser den
   *[other] { $count } opgaver har ingen, der løser dem
 }
steering-look-no-check = Der er ikke gjort status endnu
steering-look-check-overdue = Der skulle have været gjort status
steering-decisions = De syv beslutninger om teamet
decision-none = Ikke besluttet endnu.
decision-write = Skriv beslutningen
decision-again = Se på den igen
decision-decided = Besluttet af { $by }, { $on }.
decision-review = Ses på igen { $on }.
decision-overdue = Den skulle være set på igen { $on }.
decision-field-text = Hvad er besluttet?
decision-field-by = Besluttet af
decision-field-decided-on = Besluttet den
decision-field-review-on = Ses på igen den
decision-review-hint = Senest om fire år. Siden viser, når dagen er gået.
decision-save = Gem
decision-ask-tasks = Hvilke opgaver løser teamet, og hvor meget tager det selv, og hvor meget rådgiver det?
decision-ask-resources = Hvilke ressourcer er der sat af, og passer de til opgaverne?
decision-ask-leadership = Hvem leder teamet, og hvor hører det til: skoleforvaltning, PPR eller på tværs?
decision-ask-time = Er medarbejderne i teamet på fuld tid, eller er de delt med for eksempel PPR?
decision-ask-structures = Hvordan passer det til det, der er: PPR, fremskudte socialrådgivere, sundhedspleje og KUI?
decision-ask-placement = Sidder teamet samlet, eller er det fordelt på skolerne?
decision-ask-sharing = Hvordan taler og deler I: hvilke systemer, og hvornår kræver det samtykke?
case-word-decision-tasks = Opgaver
case-word-decision-resources = Ressourcer
case-word-decision-leadership = Ledelse og organisatorisk plads
case-word-decision-time = Fuld tid eller deltid
case-word-decision-structures = Sammenhæng med det, der er
case-word-decision-placement = Fysisk placering
case-word-decision-sharing = Kommunikation og deling
done-decision-kept = Beslutningen er gemt. Den tidligere kan stadig læses.

functions-heading = Hvem løser teamets opgaver
functions-lead = Også uden et team skal der være nogen til hver opgave. Står der ingen, mangler der nogen.
functions-edit-lead = Skriv det forum eller den person, der løser opgaven her. Er der ingen, så lad feltet stå tomt: så kan alle se, at det mangler.
functions-edit = Ret, hvem der løser opgaverne
functions-nobody = Ingen endnu
functions-field-who = Forum eller person
functions-field-how = Sådan får man fat i dem
case-word-team-function-advice = Råd til skoler om fravær, forebyggelse og opsporing
case-word-team-function-sparring = Sparring om et konkret forløb
case-word-team-function-takes-over = Tager opgaven, når den er sammensat
case-word-team-function-involves = Inddrager dem, der kender barnet
case-word-team-function-bridges = Bygger bro mellem hjem og skole
case-word-team-function-knowledge = Dyb viden, som skolerne kan få fat i
case-word-team-function-leads = Leder på tværs af skole, PPR og socialområdet
done-functions-kept = Det er gemt.

check-heading = Status hvert halve år
check-lead = I begyndelsen er alle tit enige; uklarhederne kommer i hverdagen. Derfor ses der på de fire forudsætninger to gange om året. Svarene er ord, ikke point.
check-none = Der er ikke gjort status endnu.
check-next = Næste status: { $on }.
check-overdue = Der skulle have været gjort status { $on }.
check-held = Status den { $on }
check-with = Med: { $who }
check-new = Gør status
check-edit-lead = Skriv, hvordan det er i hverdagen, og hvad I gør ved det. Intet om bestemte børn eller medarbejdere.
check-field-held-on = Holdt den
check-field-with = Hvem var med?
check-field-words = Hvordan står det til?
check-field-next = Hvad gør vi ved det?
check-field-next-on = Næste status
check-hint-team = Har teamet de rette fagligheder og tid nok? Ved skolerne, hvad teamet gør, og hvad det ikke gør?
check-hint-workflows = Følges arbejdsgangen? Hvor er der tvivl om, hvem der har ansvaret? Er bemærkningerne fra medarbejderne besvaret?
check-hint-anchored = Er der en ressourceperson på hver skole? Bruger medarbejderne sparringen? Har skolelederne været med fra starten, og er skolernes behov udgangspunktet?
check-hint-knowledge = Forstår alle det samme ved bekymrende fravær? Ved alle, hvad de kan gøre, og hvor de får hjælp? Mangler der noget at tilbyde?
case-word-prerequisite-team = Et tværfagligt kom-i-skole-team
case-word-prerequisite-workflows = Modellen omsat til jeres arbejdsgange
case-word-prerequisite-anchored = Indsatsen er forankret på skolen
case-word-prerequisite-knowledge = Viden og handlemuligheder
done-check-kept = Status er gemt.

knowledge-heading = Viden
knowledge-lead = Korte sider: det grundlæggende, som alle skal vide, og det dybere for dem, andre spørger.
knowledge-role = Vis sider for
knowledge-for = For: { $who }
knowledge-none = Der er ingen sider endnu.
knowledge-none-here = Der er ingen sider for den rolle.
knowledge-all = Vis alle sider
knowledge-see-rules = Hvornår fravær er bekymrende hos os, og hvad loven siger, står under
knowledge-new = Skriv en side
knowledge-edit = Ret siden
knowledge-edit-lead = Skriv, så en travl kollega kan bruge det. Intet om bestemte børn eller familier.
knowledge-is-out = Siden er ude af brug. Den står her, så man kan se, hvad der gjaldt.
knowledge-then = Sådan stod der
knowledge-field-title = Titel
knowledge-field-depth = Hvor meget kræver den?
knowledge-field-audiences = Hvem er den for?
knowledge-field-text = Teksten
knowledge-field-source = Kilde, eller hvor man læser videre
knowledge-text-hint = En tom linje giver et nyt afsnit.
case-word-depth-basic = Grundlæggende
case-word-depth-deep = Dybere
done-knowledge-kept = Siden er gemt.

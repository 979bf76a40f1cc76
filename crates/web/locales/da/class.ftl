# Klasse
class-facts = { $school } · { $pupils } { $pupils ->
    [one] elev
   *[other] elever
}
class-was-last-year = hed { $name } sidste år
class-was = hed { $name } i { $year }
class-register = Registrering { $date }
class-days = Andre dage
class-pupil = Elev
class-no-pupils = Der er ingen elever i klassen.
class-noted = { $slot }: noteret kl. { $time } ({ $by }).
class-not-noted = { $slot }: ikke noteret endnu.
class-imported = Registret føres i skolens eget system og læses ind her. Her kan du kun se det.
class-not-yours = Du kan se klassens register, men ikke skrive i det.
class-no-school = Der er ikke skole denne dag.
class-register-hint = Piletaster op og ned går mellem eleverne. Ét bogstav sætter dagen og går videre. Enter gemmer.
class-reason = Hvorfor rettes en tidligere dag?
class-reason-missing = Skriv, hvorfor en tidligere dag rettes. Intet er ændret endnu.
class-save = Gem
class-rest = Gem – resten er til stede
class-rest-start = Gem – resten var her ved start
class-rest-end = Gem – resten var her ved slut
done-class-saved = Klassen er gemt.
class-key-present = t
class-key-illness = s
class-key-leave = f
class-key-unlawful = u
class-key-late = k
class-key-left-early = g
class-shortcut-walk = Gå til eleven over eller under
class-minutes = Minutter
class-minutes-short = min.
class-minutes-wrong = Minutter er et helt tal fra 1 til { $most }. Intet er gemt endnu; ret tallet, og gem igen.
class-shortcut-minutes = minutter for sent eller tidligere, lige efter (kan udelades)
class-message = Skriv en besked fra en forælder ind
class-message-pupil = Om
class-message-kind = Det drejer sig om
class-message-from = Fra
class-message-to = Til og med
class-message-words = Forælderens ord
class-message-save = Gem beskeden
done-class-message = Beskeden er gemt.
class-message-wrong = Vælg en elev, skriv forælderens ord og højst 60 dage fra den ene dag til den anden. Intet er ændret endnu.
class-note-message = Besked: { $words }
class-picture = { $class }: de seneste 40 skoledage
class-order-weeks = Uge for uge
class-order-weekdays = Mandage for sig, tirsdage for sig
class-hints = Tegn om elever i klassen
class-hints-none = Ingen, nogen skal se på lige nu.
class-hints-show = { $count ->
    [one] Vis { $count } elev, nogen skal se på (kun når eleverne ikke ser skærmen)
   *[other] Vis { $count } elever, nogen skal se på (kun når eleverne ikke ser skærmen)
}
class-signs = Klassen som helhed
class-signs-note = Et tegn siger: se her. Det siger ikke hvorfor, og ingen klasse eller lærer sammenlignes med en anden.
class-sign-days = { $from } til { $to }, fem skoledage ad gangen: { $fives }. Har stået siden { $since }.
class-sign-teacher = Klassen fik en ny lærer { $date }. Et skift kan i sig selv give uro; det siger intet om læreren.
class-sign-stage = Eleverne er lige begyndt i { $grade }. klasse. Skiftet er en kendt tid, hvor flere børn får det svært.
class-sign-waits = Skolens side viser højst ét nyt klassetegn om måneden; dette venter.
class-signs-how = Sådan er det regnet
class-signs-how-text = Skoledagene tages fem ad gangen, og på fem skoledage tæller hver elev højst én gang, så ét barn aldrig er et tegn for klassen. De seneste 20 skoledage holdes op mod de samme elevers 100 skoledage før og mod de andre på samme trin i de samme dage: så tæller årstid og influenza på hele skolen ikke. Den værste uge regnes ikke højere end den næstværste. Tegnet vises først, når der er halvanden gang så meget som ventet, mindst fem elever bag, og så stor en forskel højst kommer én gang ud af 500, når intet er sket.

class-community = Klassens fællesskab
class-community-of = Fællesskabet i { $class }
class-community-lead = Hvad klassen har talt om, aftalt og svaret sammen – og hvornår I ser på det igen.
class-community-see = Se og skriv, hvad klassen har talt om og aftalt
class-community-due = { $count ->
    [one] Én ting skal I se på igen.
   *[other] { $count } ting skal I se på igen.
}
class-record-nobody = Her nævnes intet barn. Står navnet på en elev fra klassen i teksten, bliver den ikke gemt, før det er skrevet om. Kaldenavne kan programmet ikke kende; dem må du selv udelade.
class-record-problems = Det er ikke gemt endnu. Alt, hvad du har skrevet, står her stadig.
class-record-named = »{ $name }« er navnet på en elev i klassen. Skriv det om, så intet barn kan kendes ({ $field }).
class-record-too-few = For få har svaret. Et spørgsmål med så få svar kan pege på et enkelt barn; lad felterne stå tomme, eller spørg, når flere er der.
class-record-too-many = Der er flere svar på et spørgsmål, end der var elever med. Tæl efter.
class-record-too-many-questions = Det er for mange spørgsmål på én gang. Lad nogle stå tomme.
class-record-has-ended = Aftalen er allerede sluttet. Åbn siden igen.
class-record-agreements = Klassens aftaler
class-record-no-agreements = Klassen har ingen aftaler lige nu.
class-record-over = { $count ->
    [one] Én tidligere aftale
   *[other] { $count } tidligere aftaler
}
class-record-talks = Samtaler med klassen
class-record-no-talks = Der er ikke skrevet en samtale ned endnu.
class-record-temperatures = Klassens temperatur
class-record-temperatures-text = Få spørgsmål, som klassen svarer på uden navn. Kun klassens samlede tal gemmes, og kun når nok har svaret. Tallene siger ikke, hvordan et barn har det; tal med klassen om dem.
class-record-no-temperatures = Klassen er ikke spurgt endnu.
class-record-side-by-side = Klassens svar gang for gang
class-record-asked = Spørgsmål
class-record-new-talk = Skriv en samtale med klassen ned
class-record-new-agreement = Skriv en aftale i klassen ned
class-record-new-temperature = Skriv klassens svar ned
class-record-talk-lead = Spørg klassen, og skriv ned, hvad den siger – med klassens ord.
class-record-agreement-lead = Hvad gør I, når en er væk, og når en kommer igen? Skriv, hvem der gør hvad: sidemakkeren, dagens vært, dem ved bordet.
class-record-temperature-lead = Lad klassen svare på papir uden navn, eller med lukkede øjne og en hånd i vejret. Tæl sammen, skriv tallene her, og smid sedlerne ud.
class-record-talk-on = Samtale { $on }
class-record-agreement-from = Aftale fra { $on }
class-record-temperature-on = Klassens svar { $on }
class-record-on = Hvornår?
class-record-question = Hvad spurgte du om? Fx: Hvad er en god klassekammerat?
class-record-said = Hvad sagde klassen?
class-record-proposals = Hvad foreslog eleverne?
class-record-decided = Hvad besluttede klassen?
class-record-agreed = Hvad har I aftalt?
class-record-from = Fra hvornår?
class-record-until = Til og med hvornår?
class-record-follow-up = Hvornår ser I på det igen?
class-record-answered = Hvor mange var med?
class-record-tallies = Klassens svar
class-record-because = Hvorfor slutter aftalen?
class-record-words = Hvad er der kommet ud af det?
class-record-follow = Vi har set på det igen
class-record-end = Slut aftalen
class-record-end-note = Aftalen bliver stående, så alle kan se, hvad der gjaldt.
class-record-end-save = Slut aftalen
class-record-ended-by = Slut. { $who }
class-record-due = Ses på igen { $on }
class-record-save = Gem
class-record-back = Tilbage til klassens fællesskab
class-record-sums-hint = Skriv, hvor mange der svarede hvad. Et spørgsmål, mindst { $least } har svaret på, kan gemmes; et, der ikke blev stillet, skal stå tomt.
class-record-own-question = Klassens eget spørgsmål
class-record-yes = Ja
class-record-partly = Både og
class-record-no = Nej
class-record-sums = { $yes } ja, { $partly } både og, { $no } nej
class-record-sums-few = for få svar til at vise
class-record-sums-none = ikke spurgt
class-record-slips = Spørgsmålene på papir
class-record-slips-lead = Skriv siden ud, én til hver elev. Tæl svarene sammen, skriv klassens tal ind, og smid sedlerne ud: ingen enkelt besvarelse skal gemmes.
class-record-slip-text = Du skal ikke skrive dit navn. Sæt ét kryds ved hvert spørgsmål, eller spring det over.
class-record-slip-proposal = Noget, du synes, vi skal prøve i klassen:
done-class-record-kept = Det er skrevet ned.
done-class-record-followed = Det er skrevet ned.
done-class-record-ended = Aftalen er sluttet og bliver stående.

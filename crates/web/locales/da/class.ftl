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

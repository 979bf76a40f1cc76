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

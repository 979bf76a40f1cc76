data-lead = Numbers are only of use when it is known what is missing. Here is what is not registered.
data-gaps = Not registered
data-gaps-text = School days of this school year up to yesterday on which the class lacks one of the notes the law demands.
data-none = There are no classes with pupils yet.
data-days = Class days
data-missing = Missing
data-missing-days = Newest days missing
data-mix = How the categories are used
data-mix-text = Days of absence in the school year. When a school does not use a category at all, it is mostly a habit and not the children.
data-mix-look = Worth a look
data-mix-odd = One category is not used
data-mix-few = Too few pupils to show
data-imports = Imports
data-imports-none = Nothing has been read in yet.
data-import-new = Read in a file
data-import-file = File
data-import-made = When
data-import-by = By
data-import-by-program = The program
data-import-state = State
data-import-fine = Read in
data-import-problems = There were remarks
data-import-undone = Undone
data-import-undone-at = undone { $at }
import-did = What it did
import-did-nothing = The file changed nothing.
import-what = What
import-count = Count
import-added = New calendars, schools, classes and pupils
import-changed = Changed
import-marks = Marks in the file
import-marks-new = New notes (start and end of a day each on its own)
import-marks-changed = Corrected marks
import-marks-cleared = Marks cleared because the file is complete
import-marks-same = Stood there already
import-marks-older = Older than what stands
import-marks-not-ours = Left out because the school keeps its own register here
import-partials = New parts of days (lessons)
import-partials-changed = Corrected parts of days
import-partials-cleared = Parts of days removed because the file is complete
import-marks-not-counted = Notes on days that are no school day for the pupil; they are kept but not counted
import-notings = Notings of whole classes
import-undo = Undo the import
import-undo-text = What stood before comes back. What somebody has corrected since stays. Schools, classes and pupils stay too.
done-import-undone = The import has been undone.
data-register = How the register is kept
data-register-text = This school year up to and including { $date }. Habits of noting make signs and counts blind. Here stands only what can be done; no school gets a grade.
data-register-none = Nothing to say about how absence is noted.
data-register-not-noted = Days that are not noted
data-register-no-lateness = Lateness is hardly noted
data-register-all-illness = Nearly all absence is noted as illness
data-register-no-leave = Authorised leave is not used
data-register-no-unlawful = Unlawful absence is not used
data-register-written-late = Absence is written days later
data-classes = Classes as a whole
data-classes-text = The whole municipality, the last 20 school days. No class is named, and counts under five are not shown.
data-classes-spells = { $count ->
    [0] Fewer than five classes with more new absence spells than the class's own normal and the season give.
   *[other] { $count } classes with more new absence spells than the class's own normal and the season give.
}
data-classes-late = { $count ->
    [0] Fewer than five classes where more come late than the class's own normal and the season give.
   *[other] { $count } classes where more come late than the class's own normal and the season give.
}
data-classes-looked = { $count ->
    [0] Fewer than five classes were large enough and had days enough to be looked at.
   *[other] { $count } classes were large enough and had days enough to be looked at.
}

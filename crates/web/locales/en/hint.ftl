# Hints: what was seen, and what people did
hint-raised = Seen { $date }.
hint-in-case = Held back, because somebody is at work already.
hint-decided = You have decided since.
hint-set-aside = Set aside until { $date }.
hint-up-to = The signs go up to { $date }.
hint-being-made = The signs are being worked out; look again in a moment.
hint-source-start = There is too little history to find the municipality's own limit, so start values are used.
hint-source-whole-days = The schools hardly note who comes late. Noting it tells more, and earlier, than any computation.
hint-held-back = { $aside ->
    [0] { $case } held back, because somebody is at work already.
   *[other] { $case ->
        [0] { $aside } set aside.
       *[other] { $case } held back, because somebody is at work already, and { $aside } set aside.
    }
}
hint-aside = Set aside
hint-aside-note = The sign comes back when the day has passed, or before if it becomes clearer. Deadlines of the law are always shown.
hint-aside-reason = Why?
hint-aside-until = Until
hint-aside-line = { $date }: { $who } set the sign aside until { $until }. “{ $reason }”
hint-aside-line-back = { $date }: { $who } set the sign aside until { $until }. “{ $reason }” That was taken back.
hint-aside-back = Show the sign again
hint-aside-missing = Setting a sign aside needs a reason and a day within the next year. Go back and fill in both. Nothing has been saved.
hint-aside-gone = The sign is shown again already. Nothing has changed.
done-hint-aside = The sign has been set aside.
done-hint-back = The sign is shown again.
hint-budget = How many signs can you look at?
hint-budget-text = New signs a class and month. Nærvær finds the limit that fits by itself, in the municipality's own last school year.
hint-budget-lead = A sign is a child whose attendance differs from its own usual. More signs find more children and more false leads; fewer can be looked at. 0.5 means one new sign a class every second month.
hint-budget-everywhere = New signs a class and month
hint-budget-hint = For example 0.5. At most 10, at most three decimals.
hint-budget-schools = Schools with a number of their own
hint-budget-schools-note = Leave it empty where the school follows the municipality.
hint-budget-save = Save
hint-budget-wrong = “{ $value }” is not a number from 0 to 10, such as 0.5.
done-hint-budget = The number has been saved. The signs are being worked out again.

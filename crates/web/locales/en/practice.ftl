practice-tab-workflow = Workflow
practice-tab-steering = Steering
practice-tab-knowledge = Knowledge
practice-earlier = Earlier versions
practice-field-because = Who decided it, and why?
practice-problem-changed = Somebody else wrote a new version meanwhile. What you wrote stands here. Read the new one, and save again if yours still fits.
setup-workflow-text = Step by step: who does what, when. An offer comes with the program; it holds only when you have decided so.
setup-steering-text = The seven decisions about the team, who does the team's work, and a check every half-year.
setup-knowledge-text = Short pages about what everybody should know, and what some should know more about.

workflow-heading = The workflow
workflow-lead = Who does what, when, as a child drifts away from school. Each step has exactly one who is responsible.
workflow-since = Holds from { $from }.
workflow-on = This was the workflow on { $on }. It held from { $from }.
workflow-none-on = On { $on } no workflow had been decided.
workflow-offered = The municipality has not decided a workflow yet. This is an offer that comes with Nærvær. It does not hold.
workflow-decided = Decided: { $because }
workflow-see-today = See the workflow of today
workflow-coming = A new version holds from { $from }
workflow-first = Decide your workflow
workflow-new = Write a new version
workflow-first-lead = The offer is filled in. Change it to fit you, and decide from which day it holds.
workflow-new-lead = The latest version is filled in. What has held stays, so that an old case can show the steps it began under.
workflow-no-child = Write about steps and roles. Nothing about particular children or families.
workflow-role = Show steps for
workflow-everybody = Everybody
workflow-show = Show
workflow-print = Print
workflow-responsible = Responsible
workflow-consulted = Consulted
workflow-informed = Informed
workflow-within = Deadline
workflow-within-school-days = { $days ->
    [one] within one school day
   *[other] within { $days } school days
 }
workflow-within-working-days = { $days ->
    [one] within one working day
   *[other] within { $days } working days
 }
workflow-within-weekdays = { $days ->
    [one] within one weekday (Monday–Saturday)
   *[other] within { $days } weekdays (Monday–Saturday)
 }
workflow-within-days = { $days ->
    [one] within one day
   *[other] within { $days } days
 }
workflow-page = Page or letter in Nærvær
workflow-no-page = None
workflow-reference = Goes with
workflow-who = Who does what
workflow-letters = R responsible · C consulted · I informed
workflow-letter-responsible = R
workflow-letter-consulted = C
workflow-letter-informed = I
workflow-step = Step
workflow-remarks = { $count ->
    [0] Say something about the step
    [one] One remark
   *[other] { $count } remarks
 }
workflow-say-whole = Say something about the whole workflow
workflow-waiting = { $count ->
    [one] One remark waits for an answer
   *[other] { $count } remarks wait for an answer
 }
workflow-versions = All versions, and how it was on a day
workflow-from = From { $from }
workflow-from-until = { $from } to { $until }
workflow-see-day = Show it as it was on
workflow-of-case = The workflow when the case began
workflow-choose = Choose
workflow-new-step = New step
workflow-add = Add a step
workflow-decide = Decide
workflow-save = Save the version
workflow-from-hint = Today at the earliest, and not before a version that is decided already. Choose a day ahead, so that everybody has time to read it.
workflow-from-hint-first = If you have long worked like this, choose the day it began.
workflow-field-name = The step
workflow-field-when = When does it apply?
workflow-field-phase = Part of the model
workflow-field-days = Deadline, number
workflow-field-kind = Deadline, which days
workflow-field-reference = Another procedure, system or place it goes with
workflow-field-place = Number in the list
workflow-field-from = Holds from
workflow-leave-out = Leave the step out of the new version
workflow-in-step = Step { $number } ({ $name }): { $said }
workflow-in-new-step = Step { $number }: { $said }
workflow-problem-responsible = Choose exactly one who is responsible. A step nobody answers for is not done.
workflow-problem-steps = There must be at least one step.
workflow-problem-days = The deadline must be a number from 1 to 400, or be left empty.
workflow-problem-too-many = There are too many steps; at most { $most }.
done-workflow-decided = The version is saved. Earlier ones can still be read.

case-word-step-role-teacher = Teacher or pedagogue
case-word-step-role-contact-teacher = Contact teacher
case-word-step-role-chosen-adult = The adult the child chooses
case-word-step-role-resource-person = Well-being contact or resource person
case-word-step-role-school-leader = School leader
case-word-step-role-office = The school's office
case-word-step-role-coordinator = Coordinator
case-word-step-role-school-social-worker = School social worker
case-word-step-role-attendance-team = The attendance team
case-word-step-role-ppr = PPR
case-word-step-role-health-nurse = Health nurse
case-word-step-role-guidance = Guidance counsellor
case-word-step-role-family-department = The family department
case-word-step-role-administration = The school administration
case-word-step-role-child = The child
case-word-step-role-parents = The parents
case-word-step-shown-register = The class's register
case-word-step-shown-concern = Concern
case-word-step-shown-review = Review
case-word-step-shown-options = Actions
case-word-step-shown-counsel = Advice without a child
case-word-step-shown-case = Case
case-word-step-shown-assessment = Assessment of the case
case-word-step-shown-plan = The plan of the case
case-word-step-shown-meeting = Meeting of the case
case-word-step-shown-closing = Closing of the case
case-word-step-shown-duties = The duties on My overview
case-word-step-shown-letter-absence = Letter about absence
case-word-step-shown-letter-meeting = Invitation to a meeting
case-word-step-shown-notification = Notification
case-word-step-within-school-days = school days
case-word-step-within-working-days = working days
case-word-step-within-weekdays = weekdays (Monday–Saturday)
case-word-step-within-days = days

remark-all = Remarks on the workflow
remark-whole = The whole workflow
remark-lead = Does it work from day to day? All colleagues can read what you write, and see that it is you.
remark-field-kind = What is it?
remark-field-words = What do you want to say?
remark-field-answer = Answer
remark-hint = Nothing about particular children or families.
remark-save = Send
remark-open = Waiting for an answer
remark-none = Nothing waits for an answer.
remark-answered = Answered
remark-answer = Answer the remark
remark-answer-save = Send the answer
remark-back = Back to the workflow
case-word-remark-comment = How it goes
case-word-remark-proposal = A proposal
done-remark-made = Thank you. It was sent to those who write the workflow, and the answer will come here.
done-remark-answered = The answer was sent.

steering-heading = Steering
steering-lead = What the leaders across schools, PPR and social services have decided, and when it is looked at again.
steering-look = To be looked at
steering-look-undecided = { $what }: not decided yet
steering-look-overdue = { $what }: should have been looked at again
steering-look-unmapped = { $count ->
    [one] One task has nobody who does it
   *[other] { $count } tasks have nobody who does them
 }
steering-look-no-check = No check has been made yet
steering-look-check-overdue = A check should have been made
steering-decisions = The seven decisions about the team
decision-none = Not decided yet.
decision-write = Write the decision
decision-again = Look at it again
decision-decided = Decided by { $by }, { $on }.
decision-review = Looked at again on { $on }.
decision-overdue = It should have been looked at again on { $on }.
decision-field-text = What was decided?
decision-field-by = Decided by
decision-field-decided-on = Decided on
decision-field-review-on = Looked at again on
decision-review-hint = Within four years. The page shows when the day has passed.
decision-save = Save
decision-ask-tasks = Which tasks does the team have, how much does it handle itself, and how much does it advise?
decision-ask-resources = Which resources are set aside, and do they match the tasks?
decision-ask-leadership = Who leads the team, and where does it belong: school administration, PPR or across?
decision-ask-time = Are members in the team full time, or shared with for example PPR?
decision-ask-structures = How does it fit what there is: PPR, outreach social workers, health nurses and youth guidance?
decision-ask-placement = Does the team sit together, or is it spread over the schools?
decision-ask-sharing = How do you talk and share: which systems, and when is consent needed?
case-word-decision-tasks = Tasks
case-word-decision-resources = Resources
case-word-decision-leadership = Leadership and place in the organisation
case-word-decision-time = Full time or part time
case-word-decision-structures = Fit with what there is
case-word-decision-placement = Where it sits
case-word-decision-sharing = Communication and sharing
done-decision-kept = The decision is saved. The earlier one can still be read.

functions-heading = Who does the team's work
functions-lead = Without a team, too, there must be somebody for each task. Where nobody stands, somebody is missing.
functions-edit-lead = Write the forum or person that does the task here. If there is nobody, leave the field empty: then everybody sees that it is missing.
functions-edit = Change who does the work
functions-nobody = Nobody yet
functions-field-who = Forum or person
functions-field-how = How one reaches them
case-word-team-function-advice = Advice to schools on absence, prevention and detection
case-word-team-function-sparring = Help with a concrete case
case-word-team-function-takes-over = Takes the task when it is complex
case-word-team-function-involves = Brings in those who know the child
case-word-team-function-bridges = Builds the bridge between home and school
case-word-team-function-knowledge = Deep knowledge schools can reach
case-word-team-function-leads = Leads across school, PPR and social services
done-functions-kept = It is saved.

check-heading = A check every half-year
check-lead = At first everybody tends to agree; what is unclear shows from day to day. So the four prerequisites are looked at twice a year. The answers are words, not points.
check-none = No check has been made yet.
check-next = Next check: { $on }.
check-overdue = A check should have been made on { $on }.
check-held = Check of { $on }
check-with = With: { $who }
check-new = Make a check
check-edit-lead = Write how it is from day to day, and what you do about it. Nothing about particular children or members of staff.
check-field-held-on = Held on
check-field-with = Who took part?
check-field-words = How does it stand?
check-field-next = What do we do about it?
check-field-next-on = Next check
check-hint-team = Does the team have the right professions and enough time? Do schools know what it does, and what it does not?
check-hint-workflows = Is the workflow followed? Where is it in doubt who is responsible? Have the remarks of staff been answered?
check-hint-anchored = Is there a resource person at every school? Do staff use the sparring? Have the leaders of the schools been part of it from the start, and do the schools' needs come first?
check-hint-knowledge = Does everybody mean the same by worrying absence? Does everybody know what they can do and where to get help? Is anything missing?
case-word-prerequisite-team = An attendance team across disciplines
case-word-prerequisite-workflows = The model turned into your workflows
case-word-prerequisite-anchored = The work is anchored at the school
case-word-prerequisite-knowledge = Knowledge, and something to do
done-check-kept = The check is saved.

knowledge-heading = Knowledge
knowledge-lead = Short pages: the basics everybody should know, and more for those whom others ask.
knowledge-role = Show pages for
knowledge-for = For: { $who }
knowledge-none = There are no pages yet.
knowledge-none-here = There are no pages for that role.
knowledge-all = Show all pages
knowledge-see-rules = When absence is worrying here, and what the law says, stands under
knowledge-new = Write a page
knowledge-edit = Change the page
knowledge-edit-lead = Write so that a busy colleague can use it. Nothing about particular children or families.
knowledge-is-out = The page is out of use. It stands here so that one can see what held.
knowledge-then = What it said
knowledge-field-title = Title
knowledge-field-depth = How much does it ask?
knowledge-field-audiences = Whom is it for?
knowledge-field-text = The text
knowledge-field-source = Source, or where to read on
knowledge-text-hint = An empty line begins a new paragraph.
case-word-depth-basic = Basic
case-word-depth-deep = Deeper
done-knowledge-kept = The page is saved.

// Forløb: the stories of the model, step by step in a browser. Each test is about a child of its own.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WIDTHS, overhang, violations } from '../harness.mjs';
import { day, does, fill, main, openCase, send, together, withoutCase } from '../together.mjs';

/** Children for whom no case runs, one for each story. */
const pupils = [];

const { as, leave } = together(async (here) => {
  const page = await here.as('school_leader');
  for await (const pupil of withoutCase(page)) if (pupils.push(pupil) >= 26) break;
  await here.leave(page);
});

/** Opens a case about the next child for whom none runs. */
const open = (page, reason) => openCase(page, reason, pupils.pop());

/** Writes somebody's words down. */
async function says(page, address, of, tool, fields) {
  await page.goto(`${address}/views/new?of=${of}&tool=${tool}`);
  await fill(page, fields);
  await send(page, page.locator('main .case-form .button-primary'));
  return main(page);
}

/** The number of the thing with these words on a page of the case. */
async function numberOf(page, address, group, words) {
  await page.goto(`${address}/${group}`);
  const card = page.locator('.case-card').filter({ hasText: words }).first();
  return (await card.getAttribute('id')).slice(1);
}

test('R-281 Christian goes to school alone, then is followed by a friend, and something is learned', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Kommer ind ad porten og vender om.');
  await does(page, address, 'idea_noted', { of: 'child', words: 'Jeg vil gerne gå sammen med Emil.' });
  await does(page, address, 'goal_set', { whose: 'child', words: 'Jeg går ind i klassen om morgenen.', by: day(28) });
  const first = await does(page, address, 'action_agreed', {
    words: 'Går selv ind fra porten',
    level: 'targeted',
    arena: 'school',
    target: 'child',
    name: 'Barnet og klasselæreren',
    follow_up_on: day(14),
  });
  assert.match(first, /Ingen af indsatserne er for klassen/);
  const cycle = { change: 'At komme ind til første time', how: 'Går selv ind ad porten kl. 7.50', reflect_on: day(7) };
  await does(page, address, 'cycle_begun', cycle);
  const number = await numberOf(page, address, 'plan', 'Går selv ind ad porten');
  const tooSoon = await does(page, address, 'cycle_reflected', { words: 'Det var svært.' }, number);
  assert.match(tooSoon, /Intet er gemt endnu/);
  assert.equal(await page.locator('main [name="words"]').inputValue(), 'Det var svært.');
  await does(page, address, 'cycle_tried', { words: 'Prøvede fire morgener.' }, number);
  await does(page, address, 'cycle_reflected', { words: 'Det var svært at gå alene.' }, number);
  await does(page, address, 'cycle_adjusted', { how: 'adjust', words: 'En ven ved porten kan gøre forskellen.' }, number);
  await does(page, address, 'cycle_begun', { ...cycle, how: 'Emil venter ved porten' });
  await page.goto(`${address}/plan`);
  const text = await page.locator('main').textContent();
  assert.match(text, /Emil venter ved porten/);
  assert.match(text, /En ven ved porten kan gøre forskellen/);
  assert.doesNotMatch(text, /mislykke|fejlet/i);
  await leave(page);
});

test('R-203 a child who will not speak in meetings is represented, and it is said how', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Vil ikke være med til møder.');
  await does(page, address, 'meeting_planned', {
    kind: 'network',
    at: '14:00',
    minutes: '45',
    place: 'Skolen, lokale 12',
    purpose: 'Finde ud af, hvad der hjælper.',
    represented_by: 'Mormor',
  });
  const number = await numberOf(page, address, 'meetings', 'Skolen, lokale 12');
  const minutes = {
    child_there: 'no',
    school_can: 'Et roligt sted i frikvarteret.',
    parents_can: 'Følge til porten.',
    summary: 'Vi prøver et roligt sted.',
    feedback: 'Klasselæreren ringer til far.',
  };
  const refused = await does(page, address, 'meeting_held', minutes, number);
  assert.match(refused, /Intet er gemt endnu/);
  assert.equal(await page.locator('main [name="summary"]').inputValue(), 'Vi prøver et roligt sted.');
  await fill(page, { represented: 'Mormor læste barnets brev op.' });
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /Mormor læste barnets brev op/);
  await leave(page);
});

test('R-132, R-105 a long wait has a plan, contacts, and news also when there is none', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Venter på PPR.');
  const missing = await does(page, address, 'wait_begun', { waits_for: 'ppr', words: 'PPR, vurdering', sent_on: day(-180) });
  assert.match(missing, /Udfyld/);
  await fill(page, {
    adult: 'Kontaktlæreren',
    every_days: '7',
    teaching: 'To timer hjemme om ugen.',
    peers: 'Klassen sender hilsener om fredagen.',
  });
  await send(page, page.locator('main .case-form .button-primary'));
  await does(page, address, 'contact_made', { contact: 'visit', words: 'Bagte boller.' });
  await does(page, address, 'update_given', { next_step: 'PPR ringer', told: ['guardian', 'contact_teacher'] });
  await page.goto(address);
  const text = await main(page);
  assert.match(text, /Næste skridt: PPR ringer/);
  await leave(page);
});

test('R-083, R-088 parents who disagree stand side by side, and nobody edits the other', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Forældrene ser det forskelligt.');
  const view = (who, what) => ({
    who,
    understanding: what,
    what_to_do: 'Tale sammen',
    who_does: 'Skolen',
    sees: 'participants',
  });
  await says(page, address, 'guardian', 'understanding', view('Mor', 'Der er for meget larm i klassen.'));
  const text = await says(page, address, 'guardian', 'understanding', view('Far', 'Der er for få krav derhjemme.'));
  assert.match(text, /Side om side/);
  assert.ok(!(await page.locator('.case-grid').isVisible()), 'nobody’s words stand open before somebody opens them');
  await page.locator('.case-side-by-side > summary').click();
  const heads = await page.$$eval('.case-grid thead th', (all) => all.map((th) => th.innerText));
  assert.deepEqual(heads, ['Mor', 'Far']);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.equal(await overhang(page), 0);
  }
  assert.deepEqual(await violations(page), []);
  await leave(page);
});

test('R-035, R-058 handed to the team and back; the school keeps its part', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Har brug for teamet.');
  const handover = (to, name) => ({
    to,
    name,
    school_keeps: 'Undervisning hjemme og den daglige hilsen.',
    overlap: 'Fælles møde hjemme på tirsdag.',
    reason: 'Der er brug for en, der kan følge hjemmefra.',
  });
  await does(page, address, 'handed_over', handover('team', 'Kom-i-skole-teamet'));
  const number = await numberOf(page, address, 'rhythm', 'Kom-i-skole-teamet');
  await does(page, address, 'handover_received', { words: 'Teamet kommer hjem hver tirsdag.' }, number);
  await does(page, address, 'handed_over', handover('school', 'Tilbage til skolen'));
  await page.goto(`${address}/timeline`);
  const text = await main(page);
  assert.match(text, /Teamet kommer hjem hver tirsdag/);
  assert.match(text, /Tilbage til skolen/);
  await leave(page);
});

test('R-005, R-277, R-282 closing waits for the child’s voice and a word about the holiday; a relapse goes on from there', async () => {
  const office = await as('administrator');
  await office.goto('/setup/rhythm');
  await office.locator('#break_days').fill('120');
  await send(office, office.locator('main form .button-primary'));
  await leave(office);
  const page = await as('school_leader');
  const { address, pupil } = await open(page, 'Er tilbage i klassen.');
  const answers = {
    regular: 'Ja, alle dage.',
    better: 'Siger, det er rart.',
    still: 'Nej.',
    motivated: 'Ja.',
    agreed: 'Ja, alle tre.',
    kept: 'Den faste plads.',
    agreed_with: ['child', 'guardian'],
  };
  const unheard = await does(page, address, 'closed', answers);
  assert.match(unheard, /barn/i);
  await says(page, address, 'child', 'three_houses', { good: 'Frikvarter', wishes: 'At det bliver ved', sees: 'coordinator' });
  const near = await does(page, address, 'closed', answers);
  assert.match(near, /ferie/i);
  assert.equal(await page.locator('main [name="kept"]').inputValue(), 'Den faste plads.');
  await fill(page, { in_spite: 'Familien ønsker det, og klasselæreren ringer den første dag efter ferien.' });
  await send(page, page.locator('main .case-form .button-primary'));
  await page.goto(address);
  assert.match(await main(page), /Afsluttet/);
  await does(page, address, 'reopened', { reason: 'Fem dage hjemme efter ferien.', mandate: 'decides' });
  await page.goto(`${address}/timeline`);
  const text = await main(page);
  assert.match(text, /Fem dage hjemme/);
  assert.match(text, /Den faste plads/);
  assert.doesNotMatch(text, /Frikvarter/, 'the child’s words stand with the child’s words');
  await page.goto(pupil);
  assert.match(await main(page), /Forløb siden/);
  await leave(page);
});

test('two who change one goal at once are both kept, and the conflict is shown', async () => {
  const one = await as('school_leader');
  const other = await as('school_leader');
  const { address } = await open(one, 'To skriver på én gang.');
  await does(one, address, 'goal_set', { whose: 'school', words: 'Ro i klassen', by: day(28) });
  const number = await numberOf(one, address, 'plan', 'Ro i klassen');
  await one.goto(`${address}/act/goal_changed?item=${number}`);
  await other.goto(`${address}/act/goal_changed?item=${number}`);
  assert.equal(await other.locator('main [name="words"]').inputValue(), 'Ro i klassen');
  for (const [page, words] of [
    [one, 'Ro de første ti minutter'],
    [other, 'Ro i hele dansktimen'],
  ]) {
    await page.locator('main [name="words"]').fill(words);
    await send(page, page.locator('main .case-form .button-primary'));
  }
  const text = await main(other);
  assert.match(text, /Ro de første ti minutter/);
  assert.match(text, /Ro i hele dansktimen/);
  assert.match(text, /Begge er gemt/);
  await leave(one);
  await leave(other);
});

test('what is typed survives a closed browser, two megabytes are told of, any script is kept', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Tekster af alle slags.');
  await page.goto(`${address}/act/noted`);
  await page.locator('main [name="words"]').fill('Halvt skrevet');
  await page.waitForResponse((answer) => answer.url().endsWith('/drafts') && answer.status() === 204);
  await page.goto(`${address}/act/noted`);
  assert.equal(await page.locator('main [name="words"]').inputValue(), 'Halvt skrevet');
  await page.locator('main [name="words"]').evaluate((area) => (area.value = 'å'.repeat(2_000_000)));
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /for mange/);
  const text = await does(page, address, 'noted', { words: 'أحب المدرسة 🙂 <b>ikke fed</b>' });
  assert.match(text, /أحب المدرسة 🙂 <b>ikke fed<\/b>/);
  await leave(page);
});

test('a case is opened by keyboard alone, without scripts too, in English', async () => {
  const page = await as('school_leader', { javaScript: false, width: 400 });
  await page.goto('/language/en?back=/cases');
  assert.match(await main(page), /The cases you take part in/);
  const pupil = pupils.pop();
  await page.goto(pupil);
  await page.locator('main a[href^="/cases/new"]').first().focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await page.locator('main [name="reason"]').focus();
  await page.keyboard.type('Withdraws from the others.');
  await page.locator('main [name="mandate"]').first().focus();
  await page.keyboard.press('Space');
  await page.locator('main .case-form .button-primary').focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.match(await main(page), /somebody coordinates it/);
  assert.equal(await overhang(page), 0);
  await leave(page);
});

test('a teacher opens a case in under two minutes, every key and every thought counted', async () => {
  // The keystroke-level model (Card, Moran and Newell): so long a key of somebody who types as most do, so long a thought
  // before each thing one has to decide.
  const [key, thought] = [0.28, 1.35];
  const page = await as('teacher');
  const child = (await withoutCase(page).next()).value;
  if (pupils.includes(child)) pupils.splice(pupils.indexOf(child), 1);
  await page.goto(child);
  let seconds = 0;
  const press = async (name) => {
    await page.keyboard.press(name);
    seconds += key;
  };
  const tabTo = async (selector) => {
    const there = () => page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
    for (let tabs = 0; !(await there()); tabs += 1) {
      assert.ok(tabs < 150, `${selector} is reached by the keyboard`);
      await press('Tab');
    }
    seconds += thought;
  };
  const type = async (words) => {
    await page.keyboard.type(words);
    seconds += key * words.length + thought;
  };
  await tabTo('main a[href^="/cases/new"]');
  await Promise.all([page.waitForNavigation(), press('Enter')]);
  await tabTo('main [name="reason"]');
  await type('Er holdt op med at svare i timerne, står alene i frikvarteret og er gået hjem før tid tre gange i denne måned.');
  await tabTo('main [name="mandate"]');
  await press('Space');
  await tabTo('main [name="available"]');
  await type('hverdage 8–15 på telefon');
  await tabTo('main .case-form .button-primary');
  await Promise.all([page.waitForNavigation(), press('Enter')]);
  assert.match(await main(page), /Forløbet er åbnet/);
  assert.ok(seconds < 120, `${seconds.toFixed(0)} seconds`);
  await leave(page);
});

/** The page fits at both widths, and axe has nothing to say. */
async function fits(page) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.ok((await overhang(page)) <= 0, `${page.url()} at ${width}`);
    assert.deepEqual(await violations(page), []);
  }
}

test('R-046 an action that is due can be followed up, changed or ended from the first page', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Indsatser, der skal følges op.');
  await does(page, address, 'action_agreed', {
    words: 'Emil venter ved porten',
    level: 'targeted',
    arena: 'school',
    target: 'class',
    name: 'Klasselæreren',
    follow_up_on: day(7),
  });
  await page.goto(address);
  const due = page.locator('.due').filter({ hasText: 'Følg op på en indsats' });
  assert.match(await due.innerText(), /Emil venter ved porten/, 'the line says which action');
  const acts = (await due.locator('.case-acts a').allInnerTexts()).map((text) => text.split(':')[0].trim());
  assert.deepEqual(acts, ['Følg op på indsatsen', 'Ret indsatsen', 'Slut indsatsen']);
  await send(page, due.locator('.case-acts a').first());
  await fill(page, { words: 'Fem morgener af fem.', follow_up_on: day(21) });
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /Fem morgener af fem/);
  await page.goto(address);
  const moved = Number(day(21).slice(-2));
  assert.match(await due.innerText(), new RegExp(`\\b${moved}\\.`), 'it is due on the new day');
  await leave(page);
});

test('R-105 that nothing is new is told in one step', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Intet nyt.');
  await does(page, address, 'update_given', { next_step: 'PPR ringer', next_on: day(10), told: ['guardian', 'contact_teacher'] });
  await page.goto(address);
  await page.locator('.case-no-news > summary').click();
  assert.equal(await page.locator('#no-news-step').inputValue(), 'PPR ringer');
  await fits(page);
  await send(page, page.locator('.case-no-news button'));
  await page.goto(`${address}/rhythm`);
  const card = await page.locator('.case-card').filter({ hasText: 'Nyt til alle' }).first().innerText();
  assert.match(card, /PPR ringer/);
  assert.match(card, /Forælder, Kontaktlærer/);
  await leave(page);
});

test('R-216 somebody outside the case gets the question, answers it, and sees nothing of the case', async () => {
  const teacher = await as('teacher');
  const name = await teacher.locator('a[href="/sessions"]').first().innerText();
  const page = await as('school_leader');
  // A child of another class than the teacher's: the last of the school.
  const { address, name: child } = await openCase(page, 'En, der ved noget.', pupils.shift());
  await page.goto(`${address}/act/contribution_asked`);
  await page.locator('main [name="person"]').selectOption({ label: name.trim() });
  await fill(page, { role: 'teacher', question: 'Hvornår er barnet gladest hos dig?', due: day(5) });
  await send(page, page.locator('main .case-form .button-primary'));
  await teacher.goto('/');
  const need = teacher.locator('main .due').filter({ hasText: child }).filter({ hasText: 'har et spørgsmål til dig' });
  await send(teacher, need.locator('a[href^="/questions/"]').first());
  assert.match(await main(teacher), /Hvornår er barnet gladest hos dig\?/);
  assert.doesNotMatch(await main(teacher), /En, der ved noget/);
  await fits(teacher);
  const question = new URL(teacher.url()).pathname;
  await send(teacher, teacher.locator('main .case-form .button-primary'));
  assert.match(await main(teacher), /Udfyld/);
  await teacher.locator('#words').fill('Ved klaveret, når der er ro.');
  await send(teacher, teacher.locator('main .case-form .button-primary'));
  assert.match(await main(teacher), /Dit svar er gemt/);
  assert.equal((await teacher.goto(question)).status(), 404, 'it is answered once');
  assert.equal((await teacher.goto(address)).status(), 404, 'the case stays closed');
  teacher.complaints = teacher.complaints.filter((one) => !one.includes('404'));
  await page.goto(`${address}/assessment`);
  const answer = await page.locator('.case-card').filter({ hasText: 'Ved klaveret' }).innerText();
  assert.match(answer, new RegExp(name.trim()));
  await leave(page);
  await leave(teacher);
});

test('R-204 the history can be read as one of them tells it', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Mange fortæller.');
  await does(page, address, 'happened', { of: 'child', on: day(-3), words: 'De lo, da jeg kom ind.' });
  await does(page, address, 'happened', { of: 'guardian', on: day(-40), words: 'Det begyndte i sommerferien.' });
  await page.goto(`${address}/timeline`);
  await page.locator('#of').selectOption('child');
  await send(page, page.locator('main form button[type=submit]').first());
  let text = await main(page);
  assert.match(text, /De lo, da jeg kom ind/);
  assert.doesNotMatch(text, /sommerferien/);
  assert.match(text, /1 af 3/);
  await fits(page);
  await page.goto(`${address}/timeline?of=teacher`);
  assert.match(await main(page), /Der er ikke noget at vise/);
  await send(page, page.locator('main a', { hasText: 'Vis det hele' }));
  text = await main(page);
  assert.match(text, /sommerferien/);
  await leave(page);
});

test('R-229, R-211, R-094 words become drawings for those who may read them, and stay words', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Tegninger.');
  await says(page, address, 'professional', 'sociogram', {
    who: 'Klasselæreren',
    together: 'Alma – Ida – Omid',
    tense: 'Bo – Omid',
    alone: 'Vera',
    sees: 'participants',
  });
  await says(page, address, 'child', 'three_houses', { good: 'Frikvarter og Emil', worries: 'Turen', wishes: 'En at gå med' });
  await says(page, address, 'child', 'network_map', {
    closest: 'Familie: mor, lillebror',
    near: 'Venner: Emil',
    further: 'Skole: pedellen',
    take_part: 'Emil',
  });
  const drawings = page.locator('.case-view .case-drawing svg');
  assert.equal(await drawings.count(), 3);
  assert.ok(!(await drawings.first().isVisible()), 'closed until opened');
  for (const one of await page.locator('.case-view > summary').all()) await one.click();
  const ties = page.locator('.case-view').filter({ hasText: 'Vera' });
  assert.equal(await ties.locator('.case-tie').count(), 3, 'each of three with each');
  assert.equal(await ties.locator('.case-tie-tense').count(), 1);
  assert.equal(await ties.locator('svg').getAttribute('role'), 'img');
  assert.match(await ties.locator('svg title').textContent(), /Hvem er sammen med hvem/);
  assert.match(await ties.locator('blockquote').first().innerText(), /Alma – Ida – Omid/);
  await fits(page);
  await page.goto(`${address}/timeline`);
  assert.doesNotMatch(await main(page), /Vera/, 'the drawing stays with the words');
  await leave(page);
});

test('R-304 a plan for the environment has ten working days, a page and a paper', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Omklædningen.');
  await does(page, address, 'environment_told', {
    told_on: day(-1),
    about: '5.b',
    problem: 'Der bliver råbt i omklædningen.',
  });
  const card = page.locator('.case-card').filter({ hasText: 'omklædningen' });
  assert.match(await card.innerText(), /Planen skal være klar senest/);
  await page.goto(address);
  assert.match(await main(page), /Handlingsplan for undervisningsmiljøet skal være klar: 5.b/);
  const number = await numberOf(page, address, 'plan', 'Der bliver råbt');
  const plan = {
    doing: 'To voksne i omklædningen\nKlassen laver en aftale',
    name: 'Skolens leder',
    meanwhile: 'Der er altid en voksen.',
    seen_by: 'Vi spørger børnene hver fredag.',
    follow_up_on: day(28),
  };
  await does(page, address, 'environment_planned', plan, number);
  await send(page, page.locator('main a', { hasText: 'Handlingsplanen for undervisningsmiljøet' }).first());
  const text = await main(page);
  assert.match(text, /Handlingsplan for undervisningsmiljøet: 5.b/);
  await page.locator('main details summary', { hasText: 'tekst' }).click();
  assert.match(await main(page), /To voksne i omklædningen/);
  await fits(page);
  await leave(page);
});

test('R-307 a draft of a notification is one’s own, kept, never sent', async () => {
  const page = await as('school_leader');
  const pupil = pupils.shift();
  await page.goto(pupil);
  await send(page, page.locator('main a', { hasText: 'kladde til en underretning' }));
  assert.match(await main(page), /Nærvær foreslår aldrig en underretning og sender den ikke/);
  await page.locator('#concern').fill('Barnet har fortalt, at det er alene om natten.');
  await page.waitForResponse((answer) => answer.url().endsWith('/drafts') && answer.status() === 204);
  const address = new URL(page.url()).pathname;
  await page.goto(address);
  assert.match(await page.locator('#concern').inputValue(), /alene om natten/);
  await page.locator('main details summary', { hasText: 'tekst' }).click();
  assert.match(await main(page), /Kladde – ikke sendt|Kladde/);
  await fits(page);
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('main button', { hasText: 'PDF' }).click()]);
  assert.match(file.suggestedFilename(), /^kladde-.*\.pdf$/);
  await leave(page);
});

test('R-307 from the case to a draft of a notification by clicks: nothing is suggested and nothing is sent', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Er meget alene.');
  await does(page, address, 'noted', { words: 'Har fortalt, at der ikke er nogen hjemme om natten.' });
  await page.goto(address);
  await send(page, page.locator(`main nav a[href="${address}/together"]`));
  const way = page.locator('main a', { hasText: 'kladde til en underretning' });
  assert.equal(await way.count(), 1);
  await send(page, way);
  const text = await main(page);
  assert.match(text, /barnets lov § 133/);
  assert.match(text, /Nærvær foreslår aldrig en underretning og sender den ikke/);
  for (const name of ['concern', 'child_says', 'strengths', 'tried', 'parents_know']) {
    assert.equal(await page.locator(`#${name}`).inputValue(), '', `${name} is the person’s own to write`);
  }
  assert.doesNotMatch(text, /ikke er nogen hjemme om natten/, 'nothing of the case is put into it');
  assert.equal(await page.locator('main button', { hasText: /send/i }).count(), 0);
  const posted = [];
  page.on('request', (asked) => asked.method() === 'POST' && posted.push(new URL(asked.url()).pathname));
  await page.locator('#concern').fill('Barnet er alene om natten.');
  await page.waitForResponse((answer) => answer.url().endsWith('/drafts') && answer.status() === 204);
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('main button', { hasText: 'PDF' }).click()]);
  assert.match(file.suggestedFilename(), /^kladde-.*\.pdf$/);
  const own = posted.every((path) => path === '/drafts' || /^\/pupils\/[0-9a-f-]+\/notification/.test(path));
  assert.ok(own && posted.length > 0, `${posted}`);
  for (const part of ['', '/timeline', '/together']) {
    await page.goto(`${address}${part}`);
    assert.doesNotMatch(await main(page), /alene om natten\./, 'the case knows nothing of it');
  }
  await leave(page);
});

test('R-197, R-220 an assessment is begun once a version', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Kortlægning.');
  await page.goto(`${address}/assessment`);
  const begin = page.locator('main a', { hasText: 'Begynd kortlægningen' });
  assert.equal(await begin.count(), 1);
  await does(page, address, 'assessment_begun', { with_child: 'Pædagogen', with_parents: 'Klasselæreren' });
  assert.equal(await begin.count(), 0);
  assert.equal(await page.locator('main a', { hasText: 'Gør kortlægningen færdig' }).count(), 1);
  await leave(page);
});

test('R-282, R-275 a relapse after weeks goes on from a closed case, with everything of before', async () => {
  const page = await as('school_leader');
  await page.goto('/cases');
  const closed = page.locator('section[aria-labelledby="closed"] li a').first();
  await send(page, closed);
  const address = new URL(page.url()).pathname;
  const before = await (async () => {
    await page.goto(`${address}/timeline`);
    return page.locator('.case-timeline > li').count();
  })();
  await page.goto(address);
  const checked = await does(page, address, 'aftercare_checked', { asked: 'Barnet og mor', words: 'Det er blevet svært igen.' });
  assert.match(checked, /Det er blevet svært igen/);
  await does(page, address, 'reopened', { reason: 'Seks dage hjemme på to uger.', mandate: 'decides' });
  await page.goto(`${address}/timeline`);
  assert.equal(await page.locator('.case-timeline > li').count(), before + 2, 'nothing of before is lost');
  await page.goto(address);
  assert.match(await main(page), /har bolden/);
  await leave(page);
});

test('R-106, R-104 where one writes is agreed, stands where one writes, and what goes by mail says nothing of the child', async () => {
  const page = await as('school_leader');
  const { address, pupil, name } = await open(page, 'Der bliver skrevet alle vegne.');
  await page.goto(`${address}/act/update_given`);
  assert.match(await main(page), /I har ikke aftalt, hvor I skriver sammen/);
  const agreed = { channel: 'aula', place: 'Tråden Morgenerne', told: ['guardian', 'child'] };
  assert.match(await does(page, address, 'channel_agreed', agreed), /Sådan skriver vi sammen/);
  await page.goto(`${address}/act/update_given`);
  assert.match(await main(page), /I har aftalt: I en tråd i Aula \(Tråden Morgenerne\)/);
  const news = { words: `${name} var her fire dage.`, next_step: 'Vi ringer', next_on: day(7), told: 'guardian' };
  assert.match(await does(page, address, 'update_given', news), /Ingen andre har åbnet det endnu/);
  await page.locator('.case-copies summary').click();
  const texts = await page.$$eval('.case-copies textarea', (all) => all.map((one) => one.value));
  assert.equal(texts.length, 2);
  assert.match(texts[0], /var her fire dage/);
  assert.ok(!texts[1].includes(name.split(' ')[0]), 'an e-mail says only that there is news');
  assert.deepEqual(await violations(page), []);
  // what is agreed stands beside the days of the child's own year.
  const week = { words: 'To timer', basis: 'Aftale', parents_agree: 'yes', until: day(20), review_on: day(10), monday: '2', friday: '0' };
  await does(page, address, 'reduced_timetable', week);
  await page.goto(pupil);
  assert.match(await main(page), /Aftalt kortere skema fra .* mandag 2, fredag 0/);
  assert.match(await page.content(), /aftalt(: 2 lektioner|: ingen lektioner| kortere skema)/);
  await leave(page);
});

test('R-123, R-037, R-232 those who met look back together, and a card tells the child who one is', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Vi skal finde hinanden.');
  const meeting = { kind: 'network', at: '08:00', minutes: '30', place: 'Lokale 4', purpose: 'Finde hinanden.' };
  await does(page, address, 'meeting_planned', meeting);
  const number = await numberOf(page, address, 'meetings', 'Lokale 4');
  assert.equal(await page.locator('main a', { hasText: 'Se tilbage på samarbejdet' }).count(), 0);
  const minutes = { child_there: 'yes', school_can: 'Møde til tiden.', parents_can: 'Ringe.', summary: 'Vi ringer.', feedback: 'Far var med.' };
  await does(page, address, 'meeting_held', minutes, number);
  const back = { goals: 'yes', knowledge: 'partly', often: 'not_yet', precise: 'yes', solving: 'yes', respect: 'yes', next_time: 'Dagsorden før mødet.' };
  const text = await does(page, address, 'meeting_looked_back', back, number);
  assert.match(text, /Dagsorden før mødet/);
  assert.match(text, /Svaret sammen/);
  assert.equal(await page.locator('main a', { hasText: 'Se tilbage på samarbejdet' }).count(), 0, 'once a meeting');
  const card = { who: 'Jeg hedder Ida', does: 'Jeg går med dig ind.', why: 'Fordi mandage er svære.', told_on: 'Kun det, du vil.' };
  await does(page, address, 'card_made', card);
  await send(page, page.locator('main a', { hasText: 'Vis og print kortet' }));
  assert.equal(await page.locator('h1').innerText(), 'Jeg hedder Ida');
  assert.deepEqual(await violations(page), []);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.equal(await overhang(page), 0);
  }
  await leave(page);
});

test('R-033, R-230 advice is asked without a child, and what one notes for oneself is read by nobody else', async () => {
  const page = await as('teacher');
  await send(page, page.locator('main a', { hasText: 'råd uden at nævne et barn' }));
  await page.locator('main [name="topic"][value="prevention"]').check({ force: true });
  const contact = page.locator('#contact option', { hasText: 'Skoleleder' }).first();
  await page.selectOption('#contact', await contact.getAttribute('value'));
  await page.fill('#question', 'Det drejer sig om 010112-3456');
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /ligner et CPR-nummer/);
  assert.equal(await page.locator('#question').inputValue(), 'Det drejer sig om 010112-3456');
  await page.fill('#question', 'Hvordan begynder man et skoleår, så alle hører til?');
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /Venter på svar, senest/);
  assert.deepEqual(await violations(page), []);

  await page.goto('/reflections');
  await page.fill('#next', 'Jeg står i døren på mandag.');
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /Jeg står i døren på mandag/);
  assert.deepEqual(await violations(page), []);
  const note = page.locator('.case-card', { hasText: 'Jeg står i døren på mandag' });
  await note.locator('summary').click();
  await send(page, note.locator('button', { hasText: 'Smid væk' }));
  assert.doesNotMatch(await main(page), /Jeg står i døren på mandag/);
  await leave(page);
});

test('R-214 a municipality’s own template is help beside the six sections, and every version stands', async () => {
  const page = await as('administrator');
  await page.goto('/setup/guide');
  await page.fill('#resources', 'Hvornår går det godt?');
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /Hvorfor ændres skabelonen/);
  assert.equal(await page.locator('#resources').inputValue(), 'Hvornår går det godt?', 'nothing is lost');
  await page.fill('#because', 'Besluttet i ledelsen');
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /Besluttet i ledelsen/);
  assert.deepEqual(await violations(page), []);
  await leave(page);
  const leads = await as('school_leader');
  const { address } = await open(leads, 'Kortlægning med skabelon.');
  await leads.goto(`${address}/act/section_written`);
  await leads.locator('.case-guide summary').click();
  assert.match(await main(leads), /Hvornår går det godt\?/);
  await leave(leads);
});

test('R-286 R-145 R-119 the minutes propose tasks, the chair looks at them again, and one press agrees to them', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Vil helst hjem før middag.');
  await does(page, address, 'meeting_planned', {
    kind: 'network', on: day(0), at: '08:00', minutes: '30', place: 'Biblioteket', purpose: 'Hvad nu?', agenda: 'Hvem følger med hjem?',
  });
  const number = await numberOf(page, address, 'meetings', 'Netværksmøde');
  assert.match(await main(page), /Hvem følger med hjem/);
  const minutes = {
    child_there: 'yes', school_can: 'En fast plads.', parents_can: 'Rolig morgen.', summary: 'Vi prøver i to uger.', tasks: 'Ring til PPR; Mor; 4/12\nFind en fast plads',
  };
  const refused = await does(page, address, 'meeting_held', minutes, number);
  assert.match(refused, /hvem der fortæller forældrene/);
  await fill(page, { feedback: 'Klasselæreren ringer i aften.' });
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(page.url(), /\/tasks/);
  assert.equal(await page.locator('main [name="what"]').first().inputValue(), 'Ring til PPR');
  assert.equal(await page.locator('main [name="name"]').first().inputValue(), 'Mor');
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await violations(page), [], `tasks at ${width}`);
    assert.equal(await overhang(page), 0, `tasks at ${width}`);
  }
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /Opgave 2/);
  await page.locator('main [name="name"]').nth(1).fill('Klasselæreren');
  await page.locator('main [name="due"]').nth(0).fill(day(9));
  await page.locator('main [name="due"]').nth(1).fill(day(5));
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /Opgaverne er aftalt/);
  const tasks = page.locator('.case-card').filter({ hasText: /Ring til PPR|Find en fast plads/ });
  assert.ok((await tasks.count()) >= 2);
  assert.equal(await page.locator('a[href$="/tasks"]').count(), 0);
  await leave(page);
});

test('R-012 R-205 R-196 the steps are drawn as people saw them, and sections stand in their order', async () => {
  const page = await as('school_leader');
  const { address } = await open(page, 'Kommer sent.');
  await does(page, address, 'step_seen', { step: 'hard_mornings', of: 'guardian' });
  await does(page, address, 'step_seen', { step: 'mixed', of: 'school' });
  await does(page, address, 'section_written', { section: 'risks', words: 'Larm om eftermiddagen.' });
  await does(page, address, 'section_written', { section: 'resources', words: 'Tegner meget.' });
  await does(page, address, 'section_written', { section: 'resources', words: 'Er glad for dyr.', who: 'Mormor' });
  await page.goto(`${address}/assessment`);
  assert.equal(await page.locator('.case-steps circle').count(), 2);
  assert.equal(await page.locator('.case-steps tbody tr').count(), 2);
  const text = await main(page);
  const at = ['Er glad for dyr', 'Tegner meget', 'Larm om eftermiddagen'].map((words) => text.indexOf(words));
  assert.ok(at[0] >= 0 && at[0] < at[1] && at[1] < at[2], String(at));
  assert.match(text, /Mormor/);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await violations(page), [], `assessment at ${width}`);
    assert.equal(await overhang(page), 0, `assessment at ${width}`);
  }
  await leave(page);
});

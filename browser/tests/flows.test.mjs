// What people do with the program, step by step, in a browser.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';

import { overhang } from '../harness.mjs';
import { send, together } from '../together.mjs';

const here = together();
const { as, leave } = here;


/** The first class of the first school the person may open. */
async function openClass(page) {
  await page.goto('/schools');
  const school = page.locator('main a[href^="/schools/"]').first();
  if (await school.count()) await send(page, school);
  await send(page, page.locator('main a[href^="/classes/"]').first());
}

/** Addresses of the pupils of the class on the screen. */
const pupilsOfClass = (page) =>
  page.$$eval('main .class-names a, main .register-table a', (all) => [...new Set(all.map((a) => new URL(a.href).pathname))]);

/** Opens a day of a pupil, sets every note of the day to one kind, and saves with a reason. */
async function correct(page, day, kind, reason) {
  await page.goto(day);
  for (const choice of await page.locator(`main form.correction input[value="${kind}"]`).all()) await choice.check({ force: true });
  await page.locator('#reason').fill(reason);
  await send(page, page.locator('main form.correction .button-primary'));
}

/** A pupil of the first class of whom no rule holds, and the last day in the pupil's calendar. */
async function withoutFindings(page) {
  await openClass(page);
  for (const pupil of await pupilsOfClass(page)) {
    await page.goto(pupil);
    const text = await page.locator('main').innerText();
    const days = await page.$$eval('.picture-table a[href*="/days/"]', (all) => all.map((a) => new URL(a.href).pathname));
    if (text.includes('Ingen grænser er nået') && days.length) return { pupil, day: days.sort().at(-1) };
  }
  throw new Error('every pupil of the class has a finding');
}

/** What the review says about a pupil, also where it stands among those told apart; nothing where it does not stand. */
async function inReview(page, pupil) {
  await page.goto('/review');
  const apart = await page.$$eval('.review-few a', (all) => all.map((a) => a.href));
  for (const address of ['/review', ...apart]) {
    await page.goto(address);
    const row = page.locator('[data-row]').filter({ has: page.locator(`a[href="${pupil}"]`) });
    if (await row.count()) return row.innerText();
  }
  return '';
}

test('sign in, overview, review with outcomes by keyboard', async () => {
  const page = await as('school_leader');
  assert.equal(new URL(page.url()).pathname, '/');
  assert.equal(await page.locator('h1').count(), 1);
  await page.goto('/review');
  const rows = page.locator('[data-review] > [data-row]');
  assert.ok((await rows.count()) >= 2, 'the demo has pupils to look at');
  await page.keyboard.press('j');
  await page.keyboard.press('1');
  await rows.nth(0).locator('text=Besluttet').waitFor();
  // The next pupil without a decision comes into focus: a known reason asks for it before it is saved.
  await page.waitForFunction(() => document.activeElement?.closest('[data-row]') === document.querySelectorAll('[data-review] > [data-row]')[1]);
  await page.keyboard.press('2');
  await page.keyboard.type('Brækket ben, aftalt med hjemmet');
  await page.keyboard.press('Enter');
  await rows.nth(1).locator('text=Brækket ben').waitFor();
  await page.reload();
  assert.ok((await page.locator('main').innerText()).includes('Besluttet'), 'the decision is kept');
  await leave(page);
});

test('a marked day gives a finding, the duty is answered, and a correction takes its ground away', async () => {
  const page = await as('school_leader');
  const { pupil, day } = await withoutFindings(page);
  await correct(page, day, 'unlawful', 'Mødte ikke, og ingen har ringet');
  await page.goto(pupil);
  const finding = page.locator('article.finding').filter({ hasText: /ulovligt/i }).first();
  await finding.waitFor();
  await finding.locator('textarea[name=words]').fill('Ringet til hjemmet samme dag');
  await send(page, finding.locator('button[name=done][value=yes]'));
  await page.goto(pupil);
  assert.match(await page.locator('article.finding').filter({ hasText: /ulovligt/i }).first().innerText(), /Ringet til hjemmet/);
  await correct(page, day, 'illness', 'Mor ringede: feber');
  await page.goto(pupil);
  assert.match(await page.locator('main').innerText(), /Grundlaget er ændret/);
  await page.goto(day);
  const history = await page.locator('section[aria-labelledby=history]').innerText();
  assert.match(history, /Mødte ikke, og ingen har ringet/);
  assert.match(history, /Mor ringede: feber/);
  await leave(page);
});

test('the letter a duty asks for is shown, filled in and fetched by the leader, and by no teacher', async () => {
  const page = await as('school_leader');
  const letters = async () => page.$$eval('a[href*="/letters/"]', (all) => all.map((a) => new URL(a.href).pathname));
  const pupils = await page.$$eval('main a[href^="/pupils/"]', (all) => [...new Set(all.map((a) => new URL(a.href).pathname))]);
  let address;
  for (const pupil of pupils) {
    await page.goto(pupil);
    [address] = await letters();
    if (address) break;
  }
  assert.ok(address, 'nobody the leader has something to do for has a letter');
  await page.goto(address);
  assert.match(await page.locator('main').innerText(), /Nærvær sender ingenting/);
  assert.ok((await page.locator('.letter-picture svg').boundingBox()).height > 400, 'the letter can be seen');
  await page.locator('form.letter-form summary').click();
  await page.locator('#reference').fill('26-0042');
  await page.locator('#recipient').fill('Æblegrød & <b>Søn</b>\nمدرسة 😀');
  await send(page, page.locator('form.letter-form details button'));
  await page.locator('section[aria-labelledby=looks] summary').click();
  const text = await page.locator('.letter-text').innerText();
  assert.match(text, /Sagsnummer 26-0042/);
  assert.match(text, /Æblegrød & <b>Søn<\/b> مدرسة 😀/);
  assert.equal(await page.locator('#reference').inputValue(), '26-0042', 'what was typed still stands');
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('button[formaction$="/pdf"]').click()]);
  assert.equal(readFileSync(await file.path()).subarray(0, 8).toString(), '%PDF-1.7');
  assert.match(file.suggestedFilename(), /^[a-z-]+-\d{4}-\d{2}-\d{2}\.pdf$/, 'no name of a child');
  // More than a letter holds: it says so, and what was typed is not lost.
  await page.goto(address);
  await page.locator('form.letter-form summary').click();
  await page.locator('#recipient').evaluate((field) => (field.value = 'å'.repeat(300_000)));
  await send(page, page.locator('form.letter-form details button'));
  assert.match(await page.locator('[role=alert]').innerText(), /højst have 200\.000/);
  assert.equal((await page.locator('#recipient').inputValue()).length, 300_000);
  await leave(page);
  const teacher = await as('teacher');
  const token = await teacher.locator('input[name=csrf]').first().inputValue();
  const fetched = await teacher.request.post(`${here.server.url}${address}/pdf`, { form: { csrf: token } });
  assert.equal(fetched.status(), 404);
  await leave(teacher);
});

test('a duty nobody has answered stays when a correction takes its ground away, until a person closes it', async () => {
  const page = await as('school_leader');
  const { pupil, day } = await withoutFindings(page);
  const finding = page.locator('article.finding').filter({ hasText: /ulovligt/i }).first();
  await correct(page, day, 'unlawful', 'Mødte ikke, og ingen har ringet');
  await page.goto(pupil);
  await finding.waitFor();
  assert.doesNotMatch(await finding.innerText(), /Grundlaget er ændret/);
  await correct(page, day, 'illness', 'Far ringede: feber');
  await page.goto(pupil);
  assert.match(await finding.innerText(), /Grundlaget er ændret: efter en rettelse tælles nu 0/);
  assert.match(await inReview(page, pupil), /grundlaget er ændret efter en rettelse/);
  await page.goto(pupil);
  await finding.locator('textarea[name=words]').fill('Barnet var sygt; hjemmet havde ringet');
  await send(page, finding.locator('button[name=done][value=no]'));
  await page.goto(pupil);
  assert.match(await finding.innerText(), /Ikke gjort .*Barnet var sygt/);
  assert.match(await finding.innerText(), /Grundlaget er ændret/);
  assert.equal(await finding.locator('textarea[name=words]').count(), 0, 'a closed duty asks for nothing');
  assert.doesNotMatch(await inReview(page, pupil), /grundlaget er ændret/);
  await leave(page);
});

test('a class is registered by keyboard in under thirty seconds', async () => {
  const page = await as('teacher');
  await openClass(page);
  const rows = page.locator('.register-table tbody tr');
  const pupils = await rows.count();
  assert.ok(pupils >= 5, `the class has ${pupils} pupils`);
  const started = Date.now();
  await rows.first().locator('fieldset input').first().focus();
  for (let at = 0; at < pupils; at += 1) await page.keyboard.press(at === 1 ? 's' : at === 2 ? 'k' : 't');
  assert.equal(await rows.nth(1).locator('input[data-letter=s]').first().isChecked(), true);
  assert.equal(await rows.nth(2).locator('input[data-letter=k]').first().isChecked(), true);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.match(await page.locator('body').innerText(), /Klassen er gemt/);
  assert.ok(Date.now() - started < 30_000);
  assert.equal(await rows.nth(1).locator('input[data-letter=s]').first().isChecked(), true);
  await leave(page);
});

test('minutes late are typed right after the mark, may be left out, and what is wrong is said without losing the rest', async () => {
  const page = await as('teacher');
  await openClass(page);
  const row = (at) => page.locator('.register-table tbody tr').nth(at);
  const minutes = (at) => row(at).locator('[data-minutes]').first();
  await row(4).locator('fieldset input').first().focus();
  for (const key of ['k', '1', '2', 'k', 't']) await page.keyboard.press(key);
  assert.equal(await minutes(4).inputValue(), '12');
  assert.equal(await minutes(4).isVisible(), true);
  assert.equal(await minutes(5).inputValue(), '', 'nobody has to say how many');
  assert.equal(await minutes(6).isVisible(), false, 'nothing is asked of who was there');
  await send(page, page.locator('[data-save]'));
  assert.equal(await minutes(4).inputValue(), '12');
  await page.locator('form.register').evaluate((form) => (form.noValidate = true));
  await minutes(5).fill('900');
  await row(6).locator('label.illness').first().click();
  await send(page, page.locator('[data-save]'));
  assert.match(await page.locator('[role=alert]').innerText(), /helt tal fra 1 til 600/);
  assert.equal(await minutes(5).inputValue(), '900', 'what was typed is still there');
  assert.equal(await row(6).locator('input[value=illness]').first().isChecked(), true);
  await minutes(5).fill('9');
  await send(page, page.locator('[data-save]'));
  assert.match(await page.locator('body').innerText(), /Klassen er gemt/);
  assert.deepEqual([await minutes(4).inputValue(), await minutes(5).inputValue()], ['12', '9']);
  await leave(page);
});

test('the review says what was decided last time; what the last meeting had already is one click away, and no duty with it', async () => {
  const page = await as('school_leader');
  await page.goto('/review');
  assert.match(await page.locator('main').innerText(), /Sidste gang: \S+dag den .*(samtale|kendt årsag|hold øje)/i);
  const old = page.locator('.review-few').filter({ hasText: 'sidste møde' });
  const count = Number((await old.innerText()).match(/\d+/)[0]);
  await send(page, old.locator('a'));
  const rows = page.locator('[data-review] > [data-row]');
  assert.ok(count > 0 && (await rows.count()) === Math.min(count, 100), `${count} are told of`);
  for (const text of await rows.allInnerTexts()) assert.doesNotMatch(text, /venter siden|senest \S+dag|dagen er kommet/);
  await leave(page);
});

test('the register works without JavaScript', async () => {
  const page = await as('teacher', { javaScript: false });
  await openClass(page);
  await page.locator('.register-table tbody tr').nth(3).locator('label.illness').first().click();
  await send(page, page.locator('.register-save button[type=submit]').first());
  assert.match(await page.locator('body').innerText(), /Klassen er gemt/);
  await leave(page);
});

test('a concern is written on a phone in under a minute, at no absence at all, and must be answered', async () => {
  const page = await as('teacher', { width: 400 });
  await openClass(page);
  await page.goto((await pupilsOfClass(page))[0]);
  const started = Date.now();
  await send(page, page.locator('main a[href^="/concerns/new"]').first());
  await page.locator('main form[method=post] input[type=checkbox]').first().check({ force: true });
  await page.locator('main form[method=post] textarea').first().fill('Sidder alene i frikvartererne og svarer knap.');
  await send(page, page.locator('main form[method=post] .button-primary'));
  assert.match(await page.locator('main').innerText(), /Venter på svar/);
  assert.ok(Date.now() - started < 60_000);
  await leave(page);
});

test('what is typed survives a closed browser, and is gone when it is sent', async () => {
  const page = await as('teacher');
  await openClass(page);
  const [, pupil] = await pupilsOfClass(page);
  const form = `/concerns/new?pupil=${pupil.split('/').at(-1)}`;
  await page.goto(form);
  await page.locator('#words').fill('Siger, at maven gør ondt hver mandag.');
  await page.locator('[data-draft-said]').filter({ hasText: 'Kladden er gemt' }).waitFor();
  await leave(page);

  const again = await as('teacher');
  await again.goto(form);
  assert.equal(await again.locator('#words').inputValue(), 'Siger, at maven gør ondt hver mandag.');
  await send(again, again.locator('main form[action="/concerns"] button[type=submit]').first());
  assert.match(await again.locator('main').innerText(), /maven gør ondt/);
  await again.goto(form);
  assert.equal(await again.locator('#words').inputValue(), '', 'what was sent is no draft');
  await leave(again);

  const plain = await as('teacher', { javaScript: false });
  await plain.goto(form);
  await plain.locator('#words').fill('Uden script');
  await send(plain, plain.locator('button[formaction="/drafts"]'));
  assert.equal(await plain.locator('#words').inputValue(), 'Uden script');
  await send(plain, plain.locator('button[formaction="/drafts/drop"]'));
  assert.equal(await plain.locator('#words').inputValue(), '');
  await leave(plain);
});

test('sparring is asked of a named person without the name of the child, and answered', async () => {
  const teacher = await as('teacher');
  await openClass(teacher);
  const pupil = (await pupilsOfClass(teacher))[2];
  await teacher.goto(pupil);
  const name = await teacher.locator('h1').innerText();
  await teacher.goto(`/concerns/new?pupil=${pupil.split('/').at(-1)}`);
  await teacher.locator('#words').fill('Er holdt op med at tale i timerne.');
  await send(teacher, teacher.locator('main form[action="/concerns"] button[type=submit]').first());
  const concern = teacher.url();
  await teacher.locator('summary').filter({ hasText: 'Spørg en kollega' }).click();
  const worker = teacher.locator('#contact option').filter({ hasText: /skolesocialrådgiver/i }).first();
  await teacher.locator('#contact').selectOption(await worker.getAttribute('value'));
  await teacher.locator('#question').fill('Et barn er holdt op med at tale i timerne. Hvad kunne vi prøve?');
  await send(teacher, teacher.locator('form[action$="/sparring"] button[type=submit]').first());
  assert.match(await teacher.locator('section[aria-labelledby=sparring]').innerText(), /Venter på svar, senest/);

  const asked = await as('school_social_worker');
  const need = asked.locator('li.due').filter({ hasText: 'Spørger dig om sparring', has: asked.locator('a[href^="/sparring/"]') });
  assert.doesNotMatch(await need.innerText(), new RegExp(name.split(' ')[0]));
  await send(asked, need.locator('a'));
  const page = await asked.locator('main').innerText();
  assert.match(page, /holdt op med at tale/);
  assert.ok(!page.includes(name) && !page.includes('Se bekymringen'), 'no child is named');
  await asked.locator('#next-steps').fill('Sæt en fast voksen ved siden af i to uger.');
  await send(asked, asked.locator('main form[method=post] button[type=submit]').first());
  assert.match(await asked.locator('main').innerText(), /Besvaret/);
  await leave(asked);

  await teacher.goto(concern);
  const answered = await teacher.locator('main').innerText();
  assert.match(answered, /fast voksen ved siden af/);
  assert.match(answered, /Venter på svar siden/, 'the concern still waits for its own answer');
  await leave(teacher);
});

test('the review keeps its choices in the address, and every pupil can be reached without a mouse', async () => {
  const page = await as('school_leader');
  await page.goto('/review');
  await send(page, page.locator('.choice-links a').filter({ hasText: 'Flest fraværsdage' }));
  assert.match(page.url(), /order=absence/);
  await page.locator('summary').filter({ hasText: 'Vis kun nogle' }).click();
  await page.locator('#f-fresh').selectOption('yes');
  await send(page, page.locator('.review-filters button[type=submit]'));
  assert.match(page.url(), /order=absence/);
  assert.match(page.url(), /fresh=yes/);
  const rows = page.locator('[data-review] > [data-row]');
  assert.ok((await rows.count()) >= 2);
  // A day stands in the field; the key shows it first, Enter sends it.
  await page.keyboard.press('j');
  await page.keyboard.press('3');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'until');
  await page.keyboard.press('Escape');
  assert.ok(await page.evaluate(() => document.activeElement.matches('[data-row]')));
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await rows.nth(0).locator('text=/Besluttet: hold øje til/').waitFor();
  // What the list tells in one line is one click away, and written down one by one.
  await page.goto('/review');
  const apart = page.locator('.review-few').filter({ hasText: 'enkelte ulovlige halve dage' });
  if (await apart.count()) {
    const told = Number(/\d+/.exec(await apart.innerText())[0]);
    await send(page, apart.locator('a'));
    assert.equal(await rows.count(), Math.min(told, 100));
    await page.keyboard.press('j');
    await page.keyboard.press('1');
    await page.keyboard.type('Ringet til hjemmet');
    await page.keyboard.press('Enter');
    await rows.nth(0).locator('text=skrevet ned').waitFor();
    await page.reload();
    assert.equal(await rows.count(), Math.min(told - 1, 100), 'recorded, so it no longer waits');
  }
  await leave(page);
});

test('a series of reviews is changed and ended, and what was held stays', async () => {
  const page = await as('school_leader');
  await page.goto('/review/series');
  await page.locator('#name').fill('Gennemgang til prøve');
  await send(page, page.locator('section[aria-labelledby=begin] button[type=submit]'));
  await send(page, page.locator('a').filter({ hasText: 'Gennemgang til prøve' }).first());
  await page.locator('#weeks').fill('2');
  await page.locator('#who-health_nurse').check({ force: true });
  await send(page, page.locator('main form[method=post] button[type=submit]').first());
  assert.equal(await page.locator('#weeks').inputValue(), '2');
  assert.equal(await page.locator('#who-health_nurse').isChecked(), true);
  await page.locator('summary').filter({ hasText: 'Afslut rækken' }).click();
  await page.locator('#because').fill('Teamet har overtaget');
  await send(page, page.locator('form[action$="/end"] button[type=submit]'));
  assert.match(await page.locator('article').filter({ hasText: 'Gennemgang til prøve' }).innerText(), /Afsluttet/);
  await leave(page);
});

test('what one may not see is not found, and nobody signed out sees a child', async () => {
  const teacher = await as('teacher');
  await openClass(teacher);
  const [pupil] = await pupilsOfClass(teacher);
  for (const role of ['administrator', 'municipal_analyst']) {
    const page = await as(role);
    assert.equal((await page.goto(pupil)).status(), 404, `${role} opens no child`);
    await page.context().close();
  }
  const nobody = await here.visit();
  await nobody.goto(pupil);
  assert.match(nobody.url(), /\/sign-in/);
  await leave(nobody);
  await leave(teacher);
});

/** A Danish file as school systems write it: semicolons, windows-1252, dates with hyphens. */
const danishFile = (lines) => Buffer.from(['CPR;Elevnavn;Dato;Fraværsårsag', ...lines, ''].join('\r\n'), 'latin1');

async function giveFile(page, lines) {
  await page.goto('/setup/import');
  await page.locator('#file').setInputFiles({ name: 'fravær.csv', mimeType: 'text/csv', buffer: danishFile(lines) });
  await send(page, page.locator('main form button[type=submit]'));
  // The guess is shown before anything happens; the person looks at it and asks what it would do.
  assert.equal(await page.locator('#row_is').inputValue(), 'day');
  await send(page, page.locator('main form button[type=submit]').last());
  return page.locator('#preview').innerText();
}

test('a file with ten errors tells of all ten and writes nothing; the corrected one corrects; twice changes nothing', async () => {
  const folder = join(here.server.folder, 'written');
  execFileSync(process.env.NAERVAER_BINARY, ['demo', '--write', folder, '--schools', '2', '--pupils', '240']);
  const rows = (name) => readFileSync(join(folder, name), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
  const enrolled = new Set(rows('enrolments.csv').filter(([, , from, to]) => from >= '2026' && !to).map(([pupil]) => pupil));
  const pupils = rows('pupils.csv').filter(([id, , , cpr]) => enrolled.has(id) && cpr).slice(0, 12);
  assert.equal(pupils.length, 12);
  const day = rows('calendars.csv').map(([, date]) => date).filter((date) => date > '2026-08-20').sort()[0];
  const danish = day.split('-').reverse().join('-');
  const line = ([, given, family, cpr], { number = cpr, date = danish, code = 'Syg' } = {}) => `${number};${given} ${family};${date};${code}`;
  const broken = [
    { number: '12AB561234' },
    { number: '3213101234' },
    { number: '12345' },
    { number: '0000000000' },
    { number: '' },
    { date: '31-02-2026' },
    { date: '01-09-1899' },
    { date: '01-09-2999' },
    { date: '' },
    { code: 'Zebra' },
  ];

  const page = await as('administrator');
  // The schools' registers are kept here in the demo; a school whose register is read from files says so.
  await page.goto('/setup/schools');
  const schools = await page.$$eval('main a[href^="/setup/schools/"]', (all) => all.map((a) => new URL(a.href).pathname));
  for (const school of schools) {
    await page.goto(school);
    await page.locator('select[name=register], input[name=register][value=imported]').first().evaluate((field) => {
      if (field.tagName === 'SELECT') field.value = 'imported';
      else field.checked = true;
    });
    await send(page, page.locator('main form[method=post] button[type=submit]').first());
  }

  const told = await giveFile(page, broken.map((wrong, at) => line(pupils[at], wrong)));
  const lines = new Set([...told.matchAll(/linje (\d+)/gi)].map((found) => found[1]));
  assert.equal(lines.size, broken.length, `every broken line is told of:\n${told}`);
  assert.equal(await page.locator('button[name=write]').count(), 0, 'nothing can be written while errors stand');

  const good = pupils.map((pupil) => line(pupil));
  const preview = await giveFile(page, good);
  assert.match(preview, /Noteringer i filen\s+12/);
  assert.doesNotMatch(preview, /linje \d+|Stod der i forvejen\s+12/i);
  const confirm = page.locator('#confirmed');
  if (await confirm.count()) await confirm.check({ force: true });
  await send(page, page.locator('button[name=write]'));
  assert.doesNotMatch(await page.locator('main').innerText(), /linje \d+/i);

  // The same once more, without scripts: how far it has come is told by a page that comes again by itself.
  const plain = await as('administrator', { javaScript: false });
  const again = await giveFile(plain, good);
  assert.match(again, /Noteringer i filen\s+12\s+Stod der i forvejen\s+12/, again);
  await leave(plain);
  await leave(page);
});

test('what a class was the year before is guessed by its name, put right by a person, and said on the class page', async () => {
  const leader = await as('school_leader');
  await leader.goto('/schools');
  const link = leader.locator('main a[href^="/schools/"]').first();
  const school = (await link.innerText()).trim();
  await send(leader, link);
  const page = await as('administrator');
  await page.goto('/setup/classes');
  const line = page.locator(`h2:text-is("${school}") + ul a`, { hasText: /\(var / }).first();
  const name = (await line.innerText()).replace(/ \(var .*/, '');
  await send(page, line);
  const select = page.locator('#before');
  const guessed = await select.inputValue();
  assert.notEqual(guessed, '');
  const other = await select.locator('option:not([value=""])').evaluateAll(
    // A class that kept its name says nothing of it: one with another name is chosen.
    (all, { guessed, name }) => all.find((one) => one.value !== guessed && !one.textContent.startsWith(`${name},`)).value,
    { guessed, name },
  );
  const otherName = (await select.locator(`option[value="${other}"]`).innerText()).split(',')[0];
  await select.selectOption(other);
  await send(page, page.getByRole('button', { name: 'Gem' }));
  assert.match(await page.locator('main').innerText(), new RegExp(`${name.replace('.', '\\.')} \\(var ${otherName.replace('.', '\\.')}\\)`));
  await leave(page);
  await send(leader, leader.locator('main a[href^="/classes/"]', { hasText: name }).first());
  assert.match(await leader.locator('main').innerText(), new RegExp(`hed ${otherName.replace('.', '\\.')} sidste år`));
  await leave(leader);
});

test('a gigabyte of zeros as a file is refused in words, without being kept in memory, and nothing is written', async () => {
  const page = await as('administrator');
  await page.goto('/setup/import');
  const csrf = await page.locator('form input[name=csrf]').last().inputValue();
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${here.server.pid}/status`, 'utf8'))[1]) / 1024;
  const before = memory();
  let highest = before;
  const answer = await new Promise((resolve, reject) => {
    const headers = { cookie, 'content-type': 'multipart/form-data; boundary=x' };
    const post = request(new URL('/setup/import', here.server.url), { method: 'POST', headers }, (reply) => {
      let text = '';
      reply.on('data', (bytes) => (text += bytes));
      reply.on('end', () => resolve({ status: reply.statusCode, text }));
    });
    post.on('error', reject);
    post.write(`--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n${csrf}\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="nuller.csv"\r\n\r\n`);
    const megabyte = Buffer.alloc(1 << 20);
    let sent = 0;
    const more = () => {
      for (; sent < 1024; sent += 1) {
        highest = Math.max(highest, memory());
        if (!post.write(megabyte)) return void (post.once('drain', more), (sent += 1));
      }
      post.end('\r\n--x--\r\n');
    };
    more();
  });
  assert.equal(answer.status, 413);
  assert.match(answer.text, /Filen er større, end vi tager imod på én gang\. Intet er læst ind/);
  assert.ok(highest - before < 200, `memory grew from ${before} to ${highest} MB`);
  await page.goto('/data');
  assert.doesNotMatch(await page.locator('main').innerText(), /nuller\.csv/);
  await leave(page);
});

test('an administrator writes a rule of the municipality, on a phone and without scripts, and it acts everywhere', async () => {
  const page = await as('administrator', { width: 400, javaScript: false });
  await page.goto('/setup/rules');
  await send(page, page.getByRole('link', { name: 'Skriv en ny regel' }));
  await page.locator('#last').fill('60');
  await page.locator('#limit').fill('70');
  await page.locator('#duty_da').fill('Ring hjem, og hør, hvordan det går.');
  await page.locator('#who').selectOption('leader');
  await page.locator('#name_da').fill('Fravær 3 af de sidste 60 skoledage');
  await page.locator('#source').fill('Børneudvalget, punkt 4');
  await page.locator('#from').fill('2025-08-01');
  const see = page.getByRole('button', { name: 'Se reglen, før den gemmes' });
  await send(page, see);
  assert.match(await page.locator('#problems').innerText(), /ville aldrig gælde/, 'a limit that cannot be reached is told');
  assert.equal(await page.locator('#duty_da').inputValue(), 'Ring hjem, og hør, hvordan det går.', 'nothing typed is lost');
  await page.locator('#limit').fill('3');
  await send(page, see);
  const preview = await page.locator('main').innerText();
  assert.match(preview, /fravær af enhver slags på mindst 3 skoledage i sine sidste 60 skoledage/);
  assert.match(preview, /Intet er gemt endnu/);
  assert.ok((await page.locator('main tbody tr').count()) >= 2, 'counts school by school');
  await send(page, page.getByRole('button', { name: 'Gem reglen' }));
  assert.match(await page.locator('main').innerText(), /Fravær 3 af de sidste 60 skoledage/);
  assert.ok((await overhang(page)) <= 0, 'nothing sticks out at 400 px');
  await page.goto('/rules');
  assert.match(await page.locator('main').innerText(), /Fravær 3 af de sidste 60 skoledage/);
  const leader = await as('school_leader');
  await leader.goto('/');
  assert.match(await leader.locator('main').innerText(), /Ring hjem, og hør, hvordan det går/, 'a duty on the overview');
  await leader.goto('/review');
  assert.match(await leader.locator('main').innerText(), /Fravær 3 af de sidste 60 skoledage/);
  await leave(leader);
  // It ends today; the duty it laid stays until it is answered.
  await page.goto('/setup/rules');
  await send(page, page.locator('[id="rule-local.fravaer_3_af_de_sidste_60_skoledage"]').getByRole('link', { name: /Lad reglen ophøre/ }));
  await send(page, page.getByRole('button', { name: 'Lad reglen ophøre' }));
  assert.match(await page.locator('main').innerText(), /Ophører fra/);
  const again = await as('school_leader');
  await again.goto('/');
  assert.match(await again.locator('main').innerText(), /Ring hjem, og hør, hvordan det går/, 'the duty outlives the rule');
  await leave(again);
  await leave(page);
});

test('a hint is a sentence with days in the review and on the class page, and what is set aside is counted', async () => {
  const page = await as('school_leader');
  // The first hints after a start are still being made.
  for (let tries = 0; tries < 60; tries += 1) {
    await page.goto('/review?sign=any');
    if (await page.locator('main').getByText('Tegnene går til og med').count()) break;
    await page.waitForTimeout(500);
  }
  const row = page.locator('[data-review] > [data-row]').first();
  const [name, address] = [await row.locator('h3 a').innerText(), await row.locator('h3 a').getAttribute('href')];
  const hint = row.locator('li').filter({ has: page.locator('details') }).first();
  assert.match(await hint.innerText(), /\d+ .*normalt \d+/);
  await hint.locator('summary').click();
  const said = Number(/\d+/.exec(await hint.locator('summary').innerText())[0]);
  assert.equal((await hint.locator('details p').innerText()).split(', ').length, said, 'as many days as are said');
  const total = await page.locator('[data-review] > [data-row]').count();

  await page.goto(address);
  const classPage = await page.locator('nav a[href^="/classes/"]').first().getAttribute('href');
  await page.goto(classPage);
  const hints = page.locator('section[aria-labelledby=hints]');
  assert.equal(await hints.getByText(name).isVisible(), false, 'folded away while the class may look');
  await hints.locator('summary').first().click();
  assert.match(await hints.locator('li').filter({ hasText: name }).innerText(), /normalt \d+/);

  await page.goto(address);
  await page.locator('summary').filter({ hasText: 'Sæt til side' }).click();
  await page.locator('#aside-reason').fill('Vi har talt med hjemmet');
  await send(page, page.locator('form[action$="/hint/aside"] button[type=submit]'));
  await page.goto(classPage);
  assert.match(await hints.innerText(), /1 er sat til side/);
  assert.equal(await hints.getByText(name).count(), 0);
  await page.goto('/review?sign=any');
  assert.match(await page.locator('main').innerText(), /1 er sat til side/);
  assert.equal(await page.locator('[data-review] > [data-row]').count(), Math.min(100, total - 1));
  await leave(page);
});

test('a definition is tried, seen, adopted, and found again with what was seen, in both languages', async () => {
  const page = await as('administrator');
  await page.goto('/rules');
  await send(page, page.locator('main a[href="/rules/try"]').first());
  await page.locator('#budget').fill('mange');
  await send(page, page.getByRole('button', { name: 'Prøv' }));
  assert.match(await page.locator('main').innerText(), /»mange« er ikke et tal/);
  await page.locator('#budget').fill('1,5');
  await send(page, page.getByRole('button', { name: 'Prøv' }));
  // It plays a school year; the page turns to what was found by itself.
  await page.locator('#side').waitFor({ timeout: 60_000 });
  const row = page.locator('section[aria-labelledby=side] tbody tr').first();
  const [name, children] = [await row.locator('th').innerText(), await row.locator('td').first().innerText()];
  assert.equal(name, 'Tidlige tegn');
  assert.match(children, /^(\d+|færre end fem)$/);
  // School, class and month, one definition at a time; no number below five anywhere.
  const place = page.locator('section[aria-labelledby=places] details').first();
  await place.locator('summary').click();
  const cells = await place.locator('tbody td').allInnerTexts();
  assert.ok(cells.length >= 20, `two schools, ten months: ${cells.length}`);
  assert.ok(cells.every((cell) => cell === '<5' || Number(cell) >= 5), cells.join(' '));
  assert.equal(await page.locator('#adopted').count(), 0, 'nothing was adopted before');
  await send(page, page.getByRole('button', { name: 'Tag i brug fra i dag' }));
  assert.match(await page.locator('body').innerText(), /Definitionen er taget i brug fra i dag/);
  const kept = page.locator('section[aria-labelledby=adopted] details');
  await kept.locator('summary').click();
  const seen = await kept.innerText();
  assert.match(seen, /1,5 nye pr\. klasse og måned/);
  assert.ok(seen.includes(`${name}: ${children}`), seen);
  await page.goto('/setup/hints');
  assert.equal(await page.locator('main input[name=everywhere]').inputValue(), '1,5', 'the number of signs holds');
  await page.goto('/rules/try?again=1');
  assert.equal(await page.locator('section[aria-labelledby=adopted] details').count(), 1);
  await leave(page);

  const english = await as('administrator', { width: 400, javaScript: false });
  await english.context().addCookies([{ name: 'naervaer-language', value: 'en', url: here.server.url }]);
  await english.goto('/rules/try?again=1');
  assert.match(await english.locator('#adopted').innerText(), /Adopted before/);
  await send(english, english.getByRole('button', { name: 'Try it' }));
  for (let tries = 0; tries < 60 && !(await english.locator('#side').count()); tries += 1) {
    await english.waitForTimeout(500);
    await english.goto('/rules/try');
  }
  assert.match(await english.locator('main').innerText(), /Early signs are held to 1[.,]5 new ones a class and month/);
  assert.ok((await overhang(english)) <= 0, 'nothing sticks out at 400 px');
  await leave(english);
});

// A family: let in by a link, reads its own page in its own language, writes, is answered, and sees nothing else.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WIDTHS, overhang, violations } from '../harness.mjs';
import { day, does, main, openCase, send, together } from '../together.mjs';

const here = together();
const { as, leave, visit } = here;

/** The path of the link the leader is shown when somebody of the family is given access. */
async function link(leader, address, role, name) {
  await leader.goto(`${address}/family`);
  await leader.fill('main [name="name"]', name);
  await leader.locator(`main [name="role"][value="${role}"]`).check({ force: true });
  await send(leader, leader.locator('main section[aria-labelledby="give"] .button-primary'));
  return new URL(await leader.locator('.family-link').innerText()).pathname;
}

/** Somebody of the family who uses the link. */
async function comes(path, username) {
  const page = await visit();
  await page.goto(path);
  await page.fill('main [name="username"]', username);
  for (const name of ['password', 'again']) await page.fill(`main [name="${name}"]`, 'en sætning jeg husker');
  await send(page, page.locator('main form .button-primary'));
  return page;
}

async function looked(page, what) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await violations(page), [], `${what} at ${width}`);
    assert.equal(await overhang(page), 0, `${what} at ${width}`);
  }
}

test('R-118 R-139 a mother is let in, asks, gives consent and takes it back, and sees no page of the school', async () => {
  const leader = await as('school_leader');
  const { address, pupil } = await openCase(leader, 'Har det svært om morgenen.');
  const path = await link(leader, address, 'guardian', 'Mette Prøve');
  const mother = await comes(path, 'mette.proeve');
  assert.match(new URL(mother.url()).pathname, /^\/family\//);
  const home = new URL(mother.url()).pathname;
  assert.match(await main(mother), /Der er et forløb om .* Det begyndte/);
  await looked(mother, 'the page of a parent');
  // The link works once, and nothing of the school opens.
  for (const closed of [path, address, pupil, '/schools', '/cases', '/options', '/setup']) {
    const answer = await mother.request.get(closed);
    assert.equal(answer.status(), 404, closed);
  }
  await mother.goto(`${home}/write/question`);
  await mother.fill('main [name="words"]', 'Hvem tager imod på mandag?');
  await send(mother, mother.locator('main form .button-primary'));
  assert.match(await main(mother), /Skolen har ikke svaret endnu/);

  await leader.goto('/');
  assert.match(await main(leader), /Fra familierne/);
  const child = await mother.locator('h1').innerText();
  await send(leader, leader.locator('main a[href^="/requests/"]', { hasText: child }));
  assert.match(await main(leader), /Hvem tager imod på mandag/);
  await looked(leader, 'a request');
  await leader.fill('main [name="words"]', 'Det gør Emil.');
  await send(leader, leader.locator('main form button[name="outcome"]'));
  await mother.goto(home);
  assert.match(await main(mother), /Det gør Emil/);

  await mother.goto(`${home}/consent`);
  await looked(mother, 'giving consent');
  await mother.fill('main [name="words"]', 'Så PPR kan råde skolen.');
  await send(mother, mother.locator('main form .button-primary'));
  assert.match(await main(mother), /Sæt kryds/);
  assert.equal(await mother.locator('main [name="words"]').inputValue(), 'Så PPR kan råde skolen.');
  await mother.locator('main [name="with"][value="ppr"]').check({ force: true });
  await mother.locator('main [name="data"][value="attendance"]').check({ force: true });
  await send(mother, mother.locator('main form .button-primary'));
  assert.match(await main(mother), /gælder, til det trækkes tilbage/);
  await send(mother, mother.locator('main a[href*="/consent/"]').first());
  assert.match(await main(mother), /Der er ikke delt med nogen endnu/);
  await send(mother, mother.locator('main form .button-primary'));
  assert.match(await main(mother), /trukket tilbage/);

  // Access ended by the school is ended at once.
  await leader.goto(`${address}/family`);
  await send(leader, leader.locator('main form[action$="/end"] button'));
  assert.equal((await mother.request.get(home)).status(), 404);
  await leave(leader);
  await mother.context().close();
});

test('R-311 a consent is for those it names, and is taken back also when the case is closed', async () => {
  const leader = await as('school_leader');
  const { address } = await openCase(leader, 'Kommer sent hver mandag.');
  const mother = await comes(await link(leader, address, 'guardian', 'Mor til en, der kom tilbage'), 'mor.lukket');
  const home = new URL(mother.url()).pathname;
  for (const [words, parties] of [
    ['Råd til skolen.', ['ppr', 'health_nurse']],
    ['Mere råd til skolen.', ['ppr']],
  ]) {
    await mother.goto(`${home}/consent`);
    await mother.fill('main [name="words"]', words);
    for (const one of parties) await mother.locator(`main [name="with"][value="${one}"]`).check({ force: true });
    await mother.locator('main [name="data"][value="plan"]').check({ force: true });
    await send(mother, mother.locator('main form .button-primary'));
  }
  const guest = (role) => ({ name: `Gæst ${role}`, role, purpose: 'Råd', family_knows: 'yes', knows_best: 'no' });
  assert.match(await does(leader, address, 'participant_invited', guest('bup')), /lovligt grundlag/);
  await does(leader, address, 'participant_invited', guest('ppr'));
  await leader.goto(address);
  assert.match(await main(leader), /Gæst ppr/);

  await does(leader, address, 'child_not_heard', { stage: 'closing', reason: 'Vil hellere tegne.', again_on: day(14) });
  await does(leader, address, 'closed', {
    regular: 'Ja.', better: 'Ja.', still: 'Nej.', motivated: 'Ja.', agreed: 'Ja.', kept: 'Den faste plads.',
    agreed_with: ['child', 'guardian'], in_spite: 'Familien ønsker det.',
  });
  await mother.goto(home);
  const links = mother.locator('main a[href*="/consent/"]');
  assert.equal(await links.count(), 2);
  await send(mother, links.first());
  assert.match(await main(mother), /andet grundlag for at dele med .*PPR/i);
  await looked(mother, 'taking a consent back');
  await send(mother, mother.locator('main form .button-primary'));
  assert.match(await main(mother), /trukket tilbage/);
  assert.equal(await links.count(), 1);
  // What stands in a closed case can still be said something to.
  await send(mother, mother.locator('main a[href*="/write/comment"]').first());
  await mother.fill('main [name="words"]', 'Tak for hjælpen.');
  await send(mother, mother.locator('main form .button-primary'));
  assert.match(await main(mother), /Skolen har ikke svaret endnu/);
  await leave(leader);
  await mother.context().close();
});

test('R-083 R-211 each parent has its own words, and the page is read from the right in Arabic', async () => {
  const leader = await as('school_leader');
  const { address } = await openCase(leader, 'Trækker sig fra de andre.');
  const mother = await comes(await link(leader, address, 'guardian', 'Mor'), 'mor.ord');
  const father = await comes(await link(leader, address, 'guardian', 'Far'), 'far.ord');
  const home = new URL(mother.url()).pathname;
  await mother.goto(`${home}/words/understanding`);
  await looked(mother, 'own words');
  await mother.fill('main [name="understanding"]', 'Hun er bange for frikvartererne.');
  await mother.locator('main [name="sees"][value="coordinator"]').check({ force: true });
  await send(mother, mother.locator('main form .button-primary'));
  assert.match(await main(mother), /Hun er bange for frikvartererne/);
  await father.goto(home);
  assert.doesNotMatch(await main(father), /bange for frikvartererne/);
  await leader.goto(`${address}/views`);
  assert.match(await main(leader), /Mor: Sådan forstår jeg det/);
  // Opened to the other parent, and only then read there.
  await mother.goto(home);
  await send(mother, mother.locator('main a[href*="/said/"]').first());
  await mother.locator('main [name="sees"][value="guardians"]').check({ force: true });
  await send(mother, mother.locator('main form .button-primary'));
  await father.goto(home);
  assert.match(await main(father), /bange for frikvartererne/);

  await send(father, father.locator('.family-languages a[lang="ar"]'));
  assert.equal(await father.locator('html').getAttribute('dir'), 'rtl');
  assert.equal(await father.locator('html').getAttribute('lang'), 'ar');
  await looked(father, 'the page in Arabic');
  await father.goto(`${home}/write/concern`);
  await looked(father, 'a form in Arabic');
  await leave(father);
  await leave(mother);
  await leave(leader);
});

test('R-234 art. 15 a leader shows a number for a reason and takes out a copy, and the mother sees that somebody looked', async () => {
  const leader = await as('school_leader');
  const { address, pupil } = await openCase(leader, 'Vil gerne have ro om morgenen.');
  await leader.goto(`${pupil}/cpr`);
  await looked(leader, 'asking what the number is for');
  assert.doesNotMatch(await main(leader), /\d{6}-\d{4}/);
  await leader.fill('main [name="reason"]', 'Underretning til familieafdelingen');
  await send(leader, leader.locator('main form .button-primary'));
  assert.match(await main(leader), /\d{6}-\d{4}/);
  await looked(leader, 'the number');
  assert.doesNotMatch(leader.url(), /\d{6}-?\d{4}/);

  await leader.goto(`${address}/files`);
  await looked(leader, 'the files of a case');
  await leader.fill('main [name="name"]', 'Tegning af skolegården');
  const file = (name, text) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(text) });
  await leader.setInputFiles('main [name="file"]', file('tegning.pdf', '<html><script>1</script>'));
  await send(leader, leader.locator('main form[enctype] .button-primary'));
  assert.match(await main(leader), /hverken PDF, PNG eller JPEG/);
  assert.equal(await leader.locator('main [name="name"]').inputValue(), 'Tegning af skolegården');
  await leader.setInputFiles('main [name="file"]', file('tegning.exe', '%PDF-1.7\nTegning\n%%EOF\n'));
  await send(leader, leader.locator('main form[enctype] .button-primary'));
  await looked(leader, 'a file of a case');
  const kept = await leader.request.get(await leader.locator('main .needs a').first().getAttribute('href'));
  const headers = kept.headers();
  assert.match(headers['content-disposition'], /^attachment; filename="bilag-[\d-]+\.pdf"$/);
  assert.deepEqual(
    [headers['content-type'], headers['x-content-type-options'], headers['cache-control']],
    ['application/pdf', 'nosniff', 'no-store'],
  );
  assert.match(headers['content-security-policy'], /sandbox/);

  await leader.goto(`${pupil}/insight`);
  await looked(leader, 'what is in a copy');
  assert.match(await main(leader), /Tegning af skolegården/);
  await leader.locator('main [name="give"]').first().check({ force: true });
  await send(leader, leader.locator('main button[value="json"]'));
  assert.match(await main(leader), /skriv, hvorfor det skal med/);
  await looked(leader, 'a copy without its reason');
  await leader.locator('main textarea').first().fill('Barnet har selv tegnet det.');
  const [download] = await Promise.all([leader.waitForEvent('download'), leader.locator('main button[value="json"]').click()]);
  assert.match(download.suggestedFilename(), /^indsigt-[\d-]+\.json$/);

  const mother = await comes(await link(leader, address, 'guardian', 'Mette Set'), 'mette.set');
  const home = new URL(mother.url()).pathname;
  await send(mother, mother.locator('main a[href$="/seen"]'));
  await looked(mother, 'who has seen it');
  const seen = await main(mother);
  assert.match(seen, /Skolens ledelse/);
  assert.match(seen, /Har set: CPR-nummer/);
  assert.match(seen, /Har taget ud som fil: en kopi af alt/);
  assert.doesNotMatch(seen, new RegExp(await leader.locator('header').innerText().then((text) => text.match(/[A-ZÆØÅ]\S+ [A-ZÆØÅ]\S+/u)[0])));
  await send(mother, mother.locator('.family-languages a[lang="ar"]'));
  await looked(mother, 'who has seen it, in Arabic');
  // What is typed is kept for her alone until it is sent.
  await mother.goto(`${home}/write/question`);
  await mother.fill('main [name="words"]', 'Hvem møder hun på mandag?');
  await mother.waitForResponse((answer) => answer.url().endsWith('/drafts') && answer.status() === 204);
  await mother.goto(`${home}/write/question`);
  assert.equal(await mother.locator('main [name="words"]').inputValue(), 'Hvem møder hun på mandag?');
  await looked(mother, 'a form with a draft, in Arabic');
  await send(mother, mother.locator('main form .button-primary').first());
  await mother.goto(`${home}/write/question`);
  assert.equal(await mother.locator('main [name="words"]').inputValue(), '');
  await leave(mother);
  await leave(leader);
});

test('R-256 R-116 R-122 both sides of the logbook, what was kept, and what is on the way stand on the mother’s page', async () => {
  const leader = await as('school_leader');
  const { address } = await openCase(leader, 'Er træt efter middag.');
  const mother = await comes(await link(leader, address, 'guardian', 'Mor til logbogen'), 'mor.logbog');
  const home = new URL(mother.url()).pathname;
  await does(leader, address, 'logged', { side: 'school', words: 'Hun var med i idræt.' });
  await send(mother, mother.locator('main a[href$="/write/log"]'));
  await mother.fill('main [name="words"]', 'Hun sov godt.');
  await send(mother, mother.locator('main form .button-primary'));
  await mother.goto(home);
  const log = mother.locator('#log .family-card');
  assert.match(await log.nth(0).innerText(), /Hjemme[^]*Hun sov godt/);
  assert.match(await log.nth(1).innerText(), /I skolen[^]*Hun var med i idræt/);

  await does(leader, address, 'wait_begun', {
    waits_for: 'psychiatry', words: 'Henvist', sent_on: day(-40), adult: 'Klasselæreren', every_days: '7', teaching: 'Ti minutter om dagen', peers: 'Emil ringer',
  });
  await does(leader, address, 'task_agreed', { words: 'Ringe om mandagen', name: 'Klasselæreren', due: day(3) });
  await leader.goto(`${address}/meetings`);
  const task = await leader.locator('.case-card').filter({ hasText: 'Ringe om mandagen' }).getAttribute('id');
  await does(leader, address, 'task_done', { words: 'Det gik fint' }, task.slice(1));
  await leader.goto(`${address}/rhythm`);
  assert.match(await main(leader), /Ventet i 40 dage/);
  await mother.goto(home);
  assert.match(await mother.locator('#way').innerText(), /Vi venter på[^]*Ventet i 40 dage[^]*Klasselæreren holder kontakten/);
  const over = mother.locator('#plan details');
  await over.locator('summary').click();
  assert.match(await over.innerText(), /Ringe om mandagen[^]*Gjort/);
  await looked(mother, 'the logbook and what is on the way');
  await leave(leader);
  await mother.context().close();
});

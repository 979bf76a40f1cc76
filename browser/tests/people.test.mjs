// Hvem spørger jeg?: who is there to ask at a school, the team behind it, specialists outside, and agreed mandates, as they
// are read by a teacher, written by people themselves, and met again where a case needs them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WIDTHS, overhang, violations } from '../harness.mjs';
import { does, fill, main, openCase, send, together } from '../together.mjs';

const { as, leave } = together();

async function isClean(page) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await violations(page), [], `${page.url()} at ${width} px`);
    assert.equal(await overhang(page), 0, `${page.url()} at ${width} px`);
  }
}

const people = (page) => page.$$eval('.people-card h2', (all) => all.map((h) => h.textContent));

test('R-059 R-079 a teacher without scripts finds whom to ask in one click from anywhere', async () => {
  const page = await as('teacher', { javaScript: false });
  await send(page, page.locator('.naervaer-nav a[href="/people"]'));
  assert.match(page.url(), /\/people\/schools\//, 'one school: it is shown at once');
  const names = await people(page);
  assert.ok(names.includes('Birthe Muslingeskalvang') && names.includes('Torben Klokkeklangdal'), names.join());
  assert.deepEqual(names, [...names].sort((a, b) => a.localeCompare(b, 'da')), 'by name, and by nothing else');
  const told = await main(page);
  assert.match(told, /Det gule rum ved biblioteket/);
  assert.match(told, /mandag 8\.00–12\.00/);
  assert.equal(await page.locator('a[href="tel:10203041"]').count(), 1);
  assert.equal(await page.locator('.people-card a[href*="/people/schools/"]').count(), 0, 'a teacher changes nobody else');
  const seen = await as('teacher');
  await seen.goto('/people');
  await isClean(seen);
  await leave(seen);
  await page.goto('/');
  assert.equal(await page.locator('main a[href="/people"]').count(), 1, 'from the overview');
  await page.goto('/concerns/new');
  assert.equal(await page.locator('main a[href="/people"]').count(), 1, 'from a concern');
  await leave(page);
});

test('R-043 R-059 one writes of oneself, everything wrong is told at once, and the leader writes of others', async () => {
  const page = await as('school_leader');
  await page.goto('/people');
  await send(page, page.locator('.people-card', { hasText: 'Torben Klokkeklangdal' }).locator('a', { hasText: 'Ret' }));
  await isClean(page);
  await fill(page, { come_with: '', telephone: 'ring', 'from-friday': '14:00', 'to-friday': '08:00' });
  await send(page, page.locator('main .case-form .button-primary'));
  const refused = await page.locator('#problems').innerText();
  assert.match(refused, /hvad man kan komme med[\s\S]*fredag[\s\S]*telefonnummeret/);
  assert.equal(await page.locator('[name="from-friday"]').inputValue(), '14:00', 'nothing typed is lost');
  await fill(page, { come_with: 'Alt, hvad der haster.', telephone: '10 20 30 40', 'from-friday': '08:00', 'to-friday': '14:00' });
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /Det er gemt[\s\S]*Alt, hvad der haster\./);
  await page.locator('main summary', { hasText: 'Skriv en anden på listen' }).click();
  await page.locator('#person').selectOption({ index: 0 });
  await send(page, page.locator('main form[action$="/add"] button'));
  await fill(page, { come_with: 'Klassens trivsel', title: 'Ressourceperson' });
  await send(page, page.locator('main .case-form .button-primary'));
  const told = await main(page);
  assert.match(told, /Ressourceperson[\s\S]*Klassens trivsel/);
  // Another school is read, and its people written by its own.
  await page.goto('/people/teams');
  await isClean(page);
  await leave(page);
});

test('R-030 R-031 R-032 R-039 a team says what it knows and lacks, and how the work lies to those who lead', async () => {
  const leader = await as('school_leader');
  await leader.goto('/people/teams');
  await send(leader, leader.locator('main .option-list a').first());
  const told = await main(leader);
  assert.match(told, /Kan tale med børn/);
  assert.match(told, /Ingen i teamet er skrevet op med at lede samtaler og møder/);
  assert.match(told, /Overvej også sundhedspleje/);
  assert.match(told, /Passer kræfterne til opgaverne\?[\s\S]*Mona Sølvpapirlund[\s\S]*30 timer om ugen/);
  assert.equal(await leader.locator('main a[href$="/edit"]').count(), 0, 'the leader of a school does not change the team');
  await isClean(leader);
  const team = new URL(leader.url()).pathname;
  await leave(leader);
  const teacher = await as('teacher');
  await teacher.goto(team);
  assert.match(await main(teacher), /Kan tale med børn/);
  assert.doesNotMatch(await main(teacher), /Hvad mangler teamet|Passer kræfterne/);
  await leave(teacher);
  const page = await as('administrator');
  await page.goto(`${team}/members/new`);
  await isClean(page);
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await page.locator('#problems').innerText(), /hvem det er/);
  await page.locator('.people-offers summary').click();
  await send(page, page.locator('.people-offers .button').first());
  assert.match(await page.locator('[name=mandate]').inputValue(), /inden for en uge/, 'R-112: words to change');
  await fill(page, { name: 'Jytte Fuglesangsmose', competences: ['facilitation', 'health_nurse'], mandate: 'Må bruge fem timer.' });
  await send(page, page.locator('main .case-form .button-primary'));
  const after = await main(page);
  assert.match(after, /Jytte Fuglesangsmose[\s\S]*Må bruge fem timer/);
  assert.match(after, /Alt det, modellen beder om/);
  await leave(page);
});

test('R-222 a specialist is found, confirmed, and fills in the question of a case', async () => {
  const page = await as('school_leader');
  await page.goto('/people/specialists?q=søvn');
  assert.match(await main(page), /Skolens sundhedsplejerske/);
  await isClean(page);
  await send(page, page.locator('main form[action$="/confirm"] button'));
  assert.match(await main(page), /bekræftet i dag/);
  await page.goto('/people/specialists/new');
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await page.locator('#problems').innerText(), /tjenesten[\s\S]*navnet[\s\S]*hvad man går dertil med/);
  await fill(page, { service: 'leisure', name: 'Spejderne', what_for: 'Et sted at høre til', whom: 'Flokføreren' });
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /Spejderne/);
  const { address } = await openCase(page, 'Sover dårligt.');
  await page.goto(`${address}/act/contribution_asked`);
  await page.locator('.people-offers summary').click();
  await isClean(page);
  await send(page, page.locator('.people-offers li', { hasText: 'Skolens sundhedsplejerske' }).locator('.button'));
  assert.match(await page.locator('main [name=name]').inputValue(), /Skolens sundhedsplejerske, Grethe/);
  assert.equal(await page.locator('main [name=role]').inputValue(), 'health_nurse');
  await page.goto(`${address}/act/wait_begun`);
  await page.locator('.people-offers summary').click();
  await send(page, page.locator('.people-offers li', { hasText: 'Børne- og ungdomspsykiatrien' }).locator('.button'));
  assert.equal(await page.locator('main [name=waits_for]:checked').inputValue(), 'psychiatry');
  await page.goto(`${address}/act/handed_over`);
  await page.locator('.people-offers summary').click();
  await send(page, page.locator('.people-offers .button').first());
  assert.equal(await page.locator('main [name=name]').inputValue(), 'Kom-i-skole-teamet');
  await leave(page);
});

test('R-036 R-112 a mandate is begun from what is agreed, and those who know the child best stand on the first page', async () => {
  const page = await as('school_leader');
  const { address } = await openCase(page, 'Savner sin storebror.');
  await page.goto(`${address}/act/coordinator_changed`);
  assert.match(await page.locator('main [name=to]').innerText(), /Mona Sølvpapirlund – Kom-i-skole-teamet, kan tale med børn/);
  await page.locator('.people-offers summary').click();
  await send(page, page.locator('.people-offers li', { hasText: 'Tovholder på skolen' }).locator('.button'));
  assert.match(await main(page), /Felterne er udfyldt fra Tovholder på skolen/);
  const words = page.locator('main [name=mandate_words]');
  assert.match(await words.inputValue(), /kortere skema i op til fire uger/);
  await words.fill('Må aftale et kortere skema i to uger.');
  const to = await page.locator('main [name=to] option', { hasText: 'Birthe' }).first().getAttribute('value');
  await fill(page, { to, mandate: 'decides', family: 'agrees', reason: 'Kender barnet' });
  await send(page, page.locator('main .case-form .button-primary'));
  await page.goto(address);
  assert.match(await main(page), /Mandat: Må aftale et kortere skema i to uger/);
  assert.match(await main(page), /Hvem kender barnet bedst\?[\s\S]*Ingen af dem, der er med/);
  await does(page, address, 'participant_invited', {
    name: 'Mormor', role: 'network_person', purpose: 'Følger til skole', family_knows: 'yes', knows_best: 'no',
  });
  const item = (await page.locator('main a[href*="/act/knows_best?item="]').first().getAttribute('href')).split('=')[1];
  await does(page, address, 'knows_best', { knows_best: 'yes', words: 'Henter hver onsdag og ved, hvad der trøster.' }, item);
  await page.goto(address);
  assert.match(await main(page), /Hvem kender barnet bedst\?[\s\S]*Mormor[\s\S]*ved, hvad der trøster/);
  await isClean(page);
  await leave(page);
});

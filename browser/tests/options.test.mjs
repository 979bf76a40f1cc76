// Indsatser: a teacher finds something for tomorrow and says what is missing, a plan begins with an option, and the
// administrator keeps the catalogue.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WIDTHS, overhang, violations } from '../harness.mjs';
import { main, openCase, send, together } from '../together.mjs';

const { as, leave } = together();

const names = (page) => page.$$eval('main .option-list h3 a', (all) => all.map((a) => a.textContent));

async function isClean(page) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await violations(page), [], `${page.url()} at ${width} px`);
    assert.equal(await overhang(page), 0, `${page.url()} at ${width} px`);
  }
}

test('R-068 a teacher without scripts finds what can be done tomorrow, and says what is missing', async () => {
  const page = await as('teacher', { javaScript: false });
  await send(page, page.locator('.naervaer-nav a[href="/options"]'));
  const all = await names(page);
  assert.ok(all.length >= 40, `${all.length} options`);
  await send(page, page.locator('.option-tomorrow'));
  const tomorrow = await names(page);
  assert.ok(tomorrow.length >= 8 && tomorrow.length < all.length, `${tomorrow.length} for tomorrow`);
  assert.ok(tomorrow.includes('Aftaler, der gør dagen lettere') && !tomorrow.includes('Familiebehandling'));
  await page.locator('#find-soon').uncheck();
  await page.locator('#find-words').fill('KAMMERAT følges');
  await send(page, page.locator('.option-finder button'));
  assert.deepEqual(await names(page), ['Følges med en kammerat']);
  await send(page, page.locator('main .option-list h3 a'));
  assert.match(await main(page), /Sådan begynder du[\s\S]*Ikke målt/);
  assert.equal(await page.locator('main a[href$="/edit"], main form').count(), 0, 'a teacher changes nothing');
  // Nothing is empty-handed, and the sentence reaches those who answer.
  await page.goto('/options/missing');
  assert.equal(await page.locator('#open').count(), 0, 'a teacher does not see what others miss');
  await send(page, page.locator('main form .button-primary'));
  assert.match(await main(page), /Udfyld: Hvad mangler\?/);
  await page.locator('#f-words').fill('En morgenvært til de store klasser');
  await page.locator('#f-level').selectOption('targeted');
  await send(page, page.locator('main form .button-primary'));
  assert.match(await main(page), /Tak\. Det er skrevet ned/);
  await leave(page);
  const leader = await as('school_leader');
  await leader.goto('/options/missing');
  assert.match(await main(leader), /En morgenvært til de store klasser/);
  await leader.locator('main .option-list summary').first().click();
  await leader.locator('#answer-1').fill('Pedellen og en pædagog begynder i uge 49.');
  await send(leader, leader.locator('main .option-list form button').first());
  assert.match(await main(leader), /Intet venter på svar/);
  await isClean(leader);
  await leave(leader);
});

test('R-071 the triangle has three levels with the same options as the list, and prints on one page', async () => {
  const page = await as('school_leader');
  await page.goto('/options?audience=teacher');
  const list = (await names(page)).sort();
  await send(page, page.locator('.case-tabs a[href^="/options/triangle"]'));
  assert.match(page.url(), /audience=teacher/);
  const bands = await page.$$eval('.option-band', (all) => all.map((band) => [...band.classList].at(-1)));
  assert.deepEqual(bands, ['option-band-intensive', 'option-band-targeted', 'option-band-preventive']);
  const drawn = await page.$$eval('.option-band li a', (all) => all.map((a) => a.textContent));
  assert.deepEqual(drawn.sort(), list);
  await isClean(page);
  await page.goto('/options/triangle');
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  assert.equal(pdf.match(/\/Type\s*\/Page[^s]/g).length, 1, 'one A4');
  await page.goto('/options/matrix');
  const cells = await page.$$eval('.option-matrix td', (all) => all.length);
  assert.equal(cells, 12, 'three levels, four arenas');
  await isClean(page);
  await leave(page);
});

test('R-066 a plan begins with an option from the catalogue and can be changed freely', async () => {
  const page = await as('school_leader');
  const { address } = await openCase(page, 'Har brug for selskab.');
  await page.goto(`${address}/act/action_agreed`);
  await send(page, page.locator('main a[href^="/options?for="]'));
  await page.locator('#find-words').fill('legegrupper');
  await send(page, page.locator('.option-finder button'));
  assert.match(await main(page), /Vælg en indsats til planen/);
  await isClean(page);
  await send(page, page.locator('main .option-list .button').first());
  assert.match(await main(page), /Fra kataloget: Legegrupper/);
  assert.match(await page.locator('main [name=words]').inputValue(), /^Legegrupper: Små grupper/);
  assert.equal(await page.locator('main [name=level]:checked').inputValue(), 'preventive');
  assert.equal(await page.locator('main [name=target]:checked').inputValue(), 'class');
  assert.equal(await page.locator('main [name=arena]:checked').count(), 0, 'it works in two places: a person says where');
  await page.locator('main [name=words]').fill('Legegrupper om torsdagen');
  await page.locator('main [name=arena][value=leisure]').check({ force: true });
  await page.locator('main [name=name]').fill('Klasseforældrene');
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await page.locator('main').textContent(), /Legegrupper om torsdagen/);
  // What is not there fills in nothing.
  await page.goto(`${address}/act/action_agreed?option=00000000-0000-0000-0000-000000000001`);
  assert.equal(await page.locator('main [name=words]').inputValue(), '');
  await leave(page);
});

test('R-081 the administrator adopts, changes, writes and takes out, and every version stands', async () => {
  const page = await as('administrator');
  await page.goto('/options');
  await page.locator('.option-proposed summary').click();
  await page.locator('#adopt-because').fill('Ledermødet den 12. november');
  await send(page, page.locator('.option-proposed button'));
  assert.match(await main(page), /Forslagene er vedtaget/);
  assert.equal(await page.locator('.option-proposed').count(), 0);
  await send(page, page.locator('main .option-list h3 a', { hasText: 'Legegrupper' }));
  await send(page, page.locator('main a[href$="/edit"]'));
  await isClean(page);
  await page.locator('#f-name').fill('');
  await send(page, page.locator('main .case-form .button-primary'));
  const refused = await main(page);
  assert.match(refused, /Udfyld: Navn/);
  assert.match(refused, /Udfyld: Hvorfor\?/);
  await page.locator('#f-name').fill('Legegrupper i indskolingen');
  await page.locator('#f-because').fill('Vi bruger dem kun til og med 3. klasse.');
  await send(page, page.locator('main .case-form .button-primary'));
  await page.locator('main details summary', { hasText: 'Historik' }).click();
  const told = await main(page);
  assert.match(told, /Rettet af [\s\S]*Før: Legegrupper[\s\S]*Forslaget blev vedtaget af [\s\S]*Ledermødet/);
  await page.locator('main details summary', { hasText: 'Tag ud af brug' }).click();
  await page.locator('#out-because').fill('Findes ikke mere');
  await send(page, page.locator('main form[action$="/out"] button'));
  assert.match(await main(page), /Kommunen bruger den ikke længere/);
  const option = new URL(page.url()).pathname;
  await page.goto('/options?words=legegrupper');
  assert.deepEqual(await names(page), []);
  await page.goto(option);
  await page.locator('#back-because').fill('Begynder igen efter jul');
  await send(page, page.locator('main form[action$="/back"] button'));
  assert.equal(await page.locator('#back-because').count(), 0);
  await page.goto('/options/new');
  for (const [name, text] of Object.entries({ name: 'Morgenvært', what: 'En voksen tager imod.', begin: 'Spørg kontoret.', contact: 'Kontoret', because: 'Manglede' })) {
    await page.locator(`#f-${name}`).fill(text);
  }
  for (const id of ['level-targeted', 'arenas-school', 'target-child', 'audiences-everybody']) await page.locator(`#f-${id}`).check({ force: true });
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /Indsatsen er skrevet/);
  await page.goto('/options?audience=ppr&words=morgenvært');
  assert.deepEqual(await names(page), ['Morgenvært']);
  await leave(page);
});

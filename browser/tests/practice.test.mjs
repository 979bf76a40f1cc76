// Sådan gør vi: a teacher reads who does what and says something about it, the administrator answers and decides a new
// version, an old case shows the one it began under, and what has been decided and written is found.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WIDTHS, overhang, violations } from '../harness.mjs';
import { day, main, send, together } from '../together.mjs';

const { as, leave } = together();

async function isClean(page) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await violations(page), [], `${page.url()} at ${width} px`);
    assert.equal(await overhang(page), 0, `${page.url()} at ${width} px`);
  }
}

const primary = (page) => page.locator('main form .button-primary');

test('R-056 a teacher without scripts reads the workflow and proposes something, and is answered', async () => {
  const page = await as('teacher', { javaScript: false });
  await send(page, page.locator('.naervaer-nav a[href="/workflow"]'));
  assert.equal(await page.locator('.workflow-steps > li').count(), 13);
  assert.match(await main(page), /hver tredje uge/);
  assert.equal(await page.locator('main a[href="/workflow/edit"]').count(), 0, 'a teacher decides nothing');
  await page.locator('#role').selectOption('ppr');
  await send(page, page.locator('main form .button-secondary').first());
  const few = await page.locator('.workflow-steps > li').count();
  assert.ok(few > 0 && few < 13, `${few} steps ask PPR`);
  await page.goto('/workflow/remarks?step=7');
  await send(page, primary(page));
  assert.match(await main(page), /Udfyld: Hvad er det\?[\s\S]*Udfyld: Hvad vil du sige\?/);
  await page.locator('#kind-proposal').check();
  await page.locator('#words').fill('Begynd kortlægningen med det, der går godt');
  await send(page, primary(page));
  assert.match(await main(page), /Begynd kortlægningen med det, der går godt/);
  await leave(page);
  const keeper = await as('administrator');
  await keeper.goto('/workflow');
  await isClean(keeper);
  await send(keeper, keeper.locator('main a[href="/workflow/remarks"]'));
  const line = keeper.locator('#open + ul > li', { hasText: 'Begynd kortlægningen' });
  await line.locator('summary').click();
  await line.locator('textarea').fill('Det skriver vi ind');
  await send(keeper, line.locator('button'));
  assert.match(await main(keeper), /Svaret er sendt[\s\S]*Det skriver vi ind/);
  await isClean(keeper);
  await leave(keeper);
});

test('R-049, R-078 a version is decided with one responsible a step, and what has held stays', async () => {
  const page = await as('administrator', { javaScript: false });
  await page.goto('/workflow/edit');
  await page.locator('summary', { hasText: '2. Sig det' }).click();
  await page.locator('#responsible-1').selectOption('');
  await page.locator('#from').fill(day(10));
  await page.locator('#because').fill('Skolelederkredsen');
  await send(page, primary(page));
  assert.match(await main(page), /Trin 2 \(Sig det, når du ser et tegn\): Vælg præcis én, der har ansvaret/);
  await page.locator('#responsible-1').selectOption('contact_teacher');
  await send(page, page.locator('button[value="add"]'));
  await page.locator('#name-13').fill('Ring hjem den første dag');
  await page.locator('#when-13').fill('Når barnet ikke er kommet, og ingen har sagt noget.');
  await page.locator('#phase-13').selectOption('detection');
  await page.locator('#responsible-13').selectOption('office');
  await page.locator('#days-13').fill('1');
  await page.locator('#kind-13').selectOption('school_days');
  await page.locator('#place-13').fill('2');
  await send(page, primary(page));
  assert.match(await main(page), /Udgaven er gemt[\s\S]*2 Ring hjem den første dag[\s\S]*inden for én skoledag/);
  await page.goto('/workflow');
  assert.equal(await page.locator('.workflow-steps > li').count(), 13, 'it does not hold yet');
  await send(page, page.locator('main a', { hasText: 'gælder en ny udgave' }));
  assert.equal(await page.locator('.workflow-steps > li').count(), 14);
  await leave(page);
  const scripted = await as('administrator');
  await scripted.goto('/workflow/edit');
  await isClean(scripted);
  await leave(scripted);
});

test('R-049 a case leads to the workflow of the day it began', async () => {
  const page = await as('school_leader');
  await page.goto('/cases');
  await send(page, page.locator('main a[href^="/cases/"]').first());
  await send(page, page.locator('main a[href^="/workflow?on="]'));
  assert.match(await main(page), /Sådan var arbejdsgangen den|Gælder fra/);
  assert.ok((await page.locator('.workflow-steps > li').count()) > 0);
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  assert.ok(pdf.match(/\/Type\s*\/Page[^s]/g).length <= 5, 'printed on few sheets');
  await leave(page);
});

test('R-038, R-045, R-063 what is decided, who does what and how it lives stand on one page', async () => {
  const page = await as('administrator', { javaScript: false });
  await page.goto('/steering');
  assert.match(await main(page), /Sammenhæng med det, der er: ikke besluttet endnu/);
  assert.match(await main(page), /Ressourcer: skulle være set på igen/);
  assert.match(await main(page), /Én opgave har ingen, der løser den/);
  await page.goto('/steering/decisions/structures');
  await send(page, primary(page));
  assert.match(await main(page), /Udfyld: Hvad er besluttet\?[\s\S]*Udfyld: Ses på igen den/);
  await page.locator('#text').fill('Fremskudte socialrådgivere er med på gennemgangen.');
  await page.locator('#by').fill('Styregruppen');
  await page.locator('#decided_on').fill(day(-1));
  await page.locator('#review_on').fill(day(300));
  await send(page, primary(page));
  assert.doesNotMatch(await main(page), /ikke besluttet endnu/);
  await page.goto('/steering/functions');
  await page.locator('#who-bridges').fill('Brobyggeren i teamet');
  await page.locator('#because').fill('Styregruppen');
  await send(page, primary(page));
  assert.doesNotMatch(await main(page), /har ingen, der løser/);
  await page.goto('/steering/check');
  for (const one of ['team', 'workflows', 'anchored', 'knowledge']) await page.locator(`#words-${one}`).fill(`Det lever: ${one}`);
  await page.locator('#with').fill('Styregruppen');
  await send(page, primary(page));
  assert.match(await main(page), /Status er gemt[\s\S]*Det lever: anchored/);
  await leave(page);
  const scripted = await as('administrator');
  for (const path of ['/steering', '/steering/decisions/tasks', '/steering/functions', '/steering/check']) {
    await scripted.goto(path);
    await isClean(scripted);
  }
  await leave(scripted);
});

test('R-065 a page is written for some, found by them and kept when it is changed', async () => {
  const page = await as('administrator');
  await page.goto('/knowledge/new');
  await isClean(page);
  await page.locator('#title').fill('Morgenmodtagelse');
  await page.locator('#depth-basic').check();
  await page.locator('#audiences-teacher').check();
  await page.locator('#text').fill('Stå i døren.\n\nSig navnet.');
  await page.locator('#because').fill('Ønsket af lærerne');
  await send(page, primary(page));
  assert.match(await main(page), /Stå i døren/);
  await isClean(page);
  await send(page, page.locator('main a[href$="/edit"]'));
  await page.locator('#text').fill('Stå i døren. Sig navnet.');
  await page.locator('#because').fill('Kortere');
  await send(page, primary(page));
  await page.locator('summary', { hasText: 'Historik' }).click();
  assert.match(await main(page), /Ønsket af lærerne/);
  await leave(page);
  const teacher = await as('teacher');
  await teacher.goto('/knowledge');
  assert.match(await main(teacher), /Morgenmodtagelse/);
  assert.doesNotMatch(await main(teacher), /Når døgnet er vendt/, 'deep, and not for teachers');
  await isClean(teacher);
  await teacher.goto('/knowledge?audience=all');
  assert.match(await main(teacher), /Når døgnet er vendt/);
  await leave(teacher);
});

// The data protection officer finds who looked, and holds back whom a case demands; everybody else finds no such page.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WIDTHS, overhang, violations } from '../harness.mjs';
import { main, openCase, send, together } from '../together.mjs';

const here = together();
const { as, leave } = here;

async function looksRight(page) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await violations(page), []);
    assert.ok((await overhang(page)) <= 0);
  }
}

test('who looked is found by the name of the pupil, with ground and address, and so is who was refused', async () => {
  const leader = await as('school_leader');
  const { address, name } = await openCase(leader, 'Set på fra flere sider.');
  await leave(leader);
  const administrator = await as('administrator');
  assert.equal((await administrator.goto(address)).status(), 404);
  assert.equal((await administrator.goto('/trail')).status(), 404, 'who gives access does not watch over it');
  await administrator.context().close();

  const officer = await as('data_protection_officer');
  await officer.goto('/trail');
  await officer.fill('#pupil', name);
  await send(officer, officer.locator('main form button[type=submit]'));
  const table = officer.locator('main table');
  assert.match(await table.innerText(), /Skoleleder/);
  assert.match(await table.innerText(), /127\.0\.0\.1/);
  assert.match(await table.innerText(), /Afvist/);
  await looksRight(officer);
  await officer.selectOption('#action', 'refused');
  await send(officer, officer.locator('main form button[type=submit]'));
  assert.match(await table.innerText(), /administrator|Lygtepælvig/i);
  assert.doesNotMatch(await table.innerText(), /Skoleleder/);
  await send(officer, table.locator('tbody a').first());
  assert.match(await officer.locator('main').innerText(), new RegExp(name));
  await looksRight(officer);
  assert.equal((await officer.goto(address)).status(), 404, 'who watches over access does not see what is written');
  await officer.context().close();
});

test('a pupil is held back with a reason, and let go', async () => {
  const leader = await as('school_leader');
  const { name } = await openCase(leader, 'Klagen løber endnu.');
  await leave(leader);
  const officer = await as('data_protection_officer');
  await officer.goto('/trail/retention');
  assert.match(await officer.locator('main').innerText(), /har ikke besluttet/);
  await officer.fill('#pupil', name);
  await send(officer, officer.locator('form[method=get] button[type=submit]'));
  await officer.fill('#reason', 'Klage til Ankestyrelsen');
  await send(officer, officer.locator('main form[action="/trail/retention"] button[type=submit]'));
  assert.match(await officer.locator('main').innerText(), /Klage til Ankestyrelsen/);
  await looksRight(officer);
  await send(officer, officer.locator('form[action="/trail/retention/end"] button[type=submit]').first());
  assert.doesNotMatch(await officer.locator('main').innerText(), /Klage til Ankestyrelsen/);
  await leave(officer);
});

test('who must act at once opens one child with a reason, sees it in a band, and is looked into', async () => {
  const leader = await as('school_leader');
  const { address, pupil, name } = await openCase(leader, 'Tovholderen er på ferie.');
  await leader.goto(pupil);
  const className = await leader.locator('.breadcrumbs a[href^="/classes/"]').innerText();
  await leave(leader);

  const worker = await as('school_social_worker');
  assert.equal((await worker.goto(address)).status(), 404, 'not invited');
  await worker.goto('/');
  await send(worker, worker.locator('main a[href="/emergency"]'));
  await looksRight(worker);
  const open = worker.locator('main form[action="/emergency"] button[type=submit]');
  await send(worker, open);
  assert.match(await main(worker), /Skriv enten barnets CPR-nummer/);
  const fillIn = async (who, reason) => {
    await worker.fill('#name', who);
    await worker.fill('#class', className);
    await worker.locator('#kind-coordinator_away').check({ force: true });
    await worker.fill('#reason', reason);
  };
  await fillIn('Ukendt Barnsen', 'Mor har ringet.');
  await send(worker, open);
  assert.match(await main(worker), /Der er ikke åbnet noget/);
  assert.equal(await worker.inputValue('#reason'), 'Mor har ringet.', 'nothing typed is lost');
  await looksRight(worker);
  await fillIn(name, 'Mor har ringet; tovholderen er på ferie.');
  await send(worker, open);
  assert.equal(new URL(worker.url()).pathname, pupil);
  const band = worker.locator('.naervaer-open');
  assert.match(await band.innerText(), /Du har nødadgang til ét barn indtil/);
  await looksRight(worker);
  assert.equal((await worker.goto(address)).status(), 200);
  assert.match(await main(worker), /Tovholderen er på ferie/);
  assert.equal(await worker.locator('main a[href*="/act/"]').count(), 0, 'it writes nothing');
  await looksRight(worker);
  // By keyboard: the band comes before the page, and its button ends it.
  const end = band.locator('button');
  await end.focus();
  await Promise.all([worker.waitForNavigation(), worker.keyboard.press('Enter')]);
  assert.equal(await worker.locator('.naervaer-open').count(), 0);
  assert.equal((await worker.goto(address)).status(), 404, 'ended');
  await worker.context().close();

  const told = await as('school_leader');
  await told.goto('/');
  assert.match(await main(told), /åbnede nødadgang\. Grund: Tovholderen kan ikke nås/);
  await leave(told);

  const officer = await as('data_protection_officer');
  await officer.goto('/');
  await send(officer, officer.locator('main a[href^="/trail/emergencies"]').first());
  assert.match(await main(officer), /Mor har ringet; tovholderen er på ferie/);
  await looksRight(officer);
  const found = officer.locator('main form[action^="/trail/emergencies/"]').filter({ has: officer.locator('textarea') }).first();
  await found.locator('[value=not_right]').check({ force: true });
  await send(officer, found.locator('button'));
  assert.match(await main(officer), /skriv hvorfor/);
  await found.locator('[value=not_right]').check({ force: true });
  await found.locator('textarea').fill('Lederen kunne have inviteret ind.');
  await send(officer, found.locator('button'));
  assert.match(await main(officer), /Ingen nødadgang venter/);
  await officer.locator('main details summary').first().click();
  assert.match(await main(officer), /Lederen kunne have inviteret ind/);
  await looksRight(officer);
  await leave(officer);
});

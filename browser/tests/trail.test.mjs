// The data protection officer finds who looked, and holds back whom a case demands; everybody else finds no such page.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WIDTHS, overhang, violations } from '../harness.mjs';
import { openCase, send, together } from '../together.mjs';

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

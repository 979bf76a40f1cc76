// Every page of every role: no accessibility violation, nothing sticking out, no script error.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WIDTHS, everyPage, overhang, violations } from '../harness.mjs';
import { together } from '../together.mjs';

const here = together();
const { as } = here;

async function inspect(page) {
  const found = [];
  const kinds = await everyPage(page, async ({ kind, status }) => {
    if (status !== 200) found.push(`${kind}: answered ${status}`);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      for (const violation of await violations(page)) found.push(`${kind} at ${width} px: ${violation}`);
      const out = await overhang(page);
      if (out > 0) found.push(`${kind} at ${width} px: sticks out by ${out} px`);
    }
  });
  assert.deepEqual([...found, ...page.complaints], []);
  return kinds;
}

test('pages without sign-in are accessible at both widths', async () => {
  const page = await here.visit();
  await page.goto('/sign-in');
  const kinds = await inspect(page);
  assert.ok(kinds.includes('/rules'), `the rules are readable by everyone (R-064): ${kinds}`);
  await page.context().close();
});

test('every page of every role is accessible at both widths', async (t) => {
  assert.equal(Object.keys(here.server.signIns).length, 6, here.server.printed());
  for (const role of Object.keys(here.server.signIns)) {
    await t.test(role, async () => {
      const page = await as(role);
      const kinds = await inspect(page);
      assert.ok(kinds.length >= 3, `${role} sees only ${kinds}`);
      await page.context().close();
    });
  }
});

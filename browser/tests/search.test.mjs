// Words found in cases by those who may read them, marked, with a link to where they stand; and by nobody else.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WIDTHS, overhang, violations } from '../harness.mjs';
import { openCase, send, together, withoutCase } from '../together.mjs';

const here = together();
const { as, leave } = here;


async function search(page, words) {
  await page.keyboard.press('/');
  await page.keyboard.type(words);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

test('words of a case are found by the keyboard, marked, and lead to where they stand', async () => {
  const page = await as('school_leader');
  const { address, name } = await openCase(page, 'Kommer sjældent efter frikvarteret.');
  await page.goto(`${address}/act/noted`);
  await page.fill('main [name="words"]', 'Farfar Kåre <b>henter</b> i Østergård om zebrafredagen.');
  await send(page, page.locator('main .case-form .button-primary'));
  await page.goto(`${address}/views/new?of=confidential&tool=freely`);
  await page.fill('main [name="who"]', 'Barnet');
  await page.fill('main [name="words"]', 'Jeg er bange for zebrafredagen.');
  await send(page, page.locator('main .case-form .button-primary'));

  await search(page, 'kaare ZEBRA');
  const found = page.locator('main .search-case');
  assert.equal(await found.count(), 1);
  assert.equal(await found.locator('h3 a').innerText(), name);
  assert.deepEqual(await found.locator('mark').allInnerTexts(), ['Kåre', 'zebrafredagen']);
  assert.match(await found.innerText(), /<b>henter<\/b> i Østergård/);
  assert.equal(await found.locator('b').count(), 0, 'words are words');
  await found.locator('.due a').focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  const { pathname, hash } = new URL(page.url());
  assert.equal(pathname, `${address}/together`);
  assert.match(await page.locator(hash).innerText(), /zebrafredagen/);

  await search(page, 'zebrafredagen');
  assert.equal(await page.locator('main .search-case .due').count(), 2, 'the note, and what was told in confidence');
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await violations(page), []);
    assert.ok((await overhang(page)) <= 0);
  }
  const shared = page.locator('main .search-case .due a[href*="/views#v"]');
  await send(page, shared);
  assert.match(await page.locator(new URL(page.url()).hash).innerText(), /Barnet/);

  await search(page, 'findesslet ikke');
  assert.match(await page.locator('main').innerText(), /Ingen steder i de forløb, du har adgang til/);
  await leave(page);
});

test('nobody finds what they could not open', async () => {
  for (const role of ['teacher', 'school_social_worker', 'ppr', 'administrator', 'municipal_analyst']) {
    if (!here.server.signIns[role]) continue;
    const page = await as(role);
    const answer = await page.goto('/search?name=zebrafredagen');
    const text = await page.locator('main').innerText();
    assert.ok(!/Farfar|bange/.test(text), role);
    if (answer.status() === 200) {
      const notes = await page.locator('main .search-case .due').count();
      const confided = await page.locator('main .search-case a[href*="/views#v"]').count();
      assert.equal(confided, 0, `${role} reads no confidence of others`);
      if (role === 'teacher') assert.equal(notes, 0);
    } else assert.equal(answer.status(), 404, role);
    page.complaints = page.complaints.filter((line) => !/404/.test(line));
    await leave(page);
  }
});

test('words of a concern are found by those who may open it, and lead to it', async () => {
  const page = await as('school_leader');
  const pupil = (await withoutCase(page).next()).value;
  await page.goto(`/concerns/new?pupil=${pupil.split('/').pop()}`);
  await page.locator('main textarea[name="words"]').fill('Tegner kun sorte giraffer i Østergård.');
  await send(page, page.locator('main form button.button-primary').first());
  await search(page, 'GIRAF østergaard');
  const section = page.locator('section[aria-labelledby="concerns"]');
  assert.deepEqual(await section.locator('mark').allInnerTexts(), ['giraffer', 'Østergård']);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await violations(page), []);
    assert.ok((await overhang(page)) <= 0);
  }
  await send(page, section.locator('.due a').first());
  assert.match(new URL(page.url()).pathname, /^\/concerns\//);
  await leave(page);
  for (const role of ['administrator', 'municipal_analyst']) {
    const other = await as(role);
    await other.goto('/search?name=giraffer');
    assert.doesNotMatch(await other.locator('body').innerText(), /sorte giraffer/, role);
    other.complaints = other.complaints.filter((one) => !one.includes('404'));
    await leave(other);
  }
});

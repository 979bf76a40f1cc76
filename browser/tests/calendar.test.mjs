// One's own calendar: made, read, and taken back; time, place and a link leave the program, and nothing else.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WIDTHS, overhang, violations } from '../harness.mjs';
import { day, openCase, send, together } from '../together.mjs';

const here = together();
const { as } = here;


/** The things of a calendar, each as an object of its lines. */
function read(text) {
  const lines = text.replaceAll('\r\n ', '').split('\r\n');
  const events = [];
  for (const line of lines) {
    if (line === 'BEGIN:VEVENT') events.push({});
    const found = /^([A-Z-]+)[^:]*:(.*)$/.exec(line);
    if (events.length && found) events.at(-1)[found[1]] = found[2];
  }
  return events;
}

test('a leader has the meetings in a calendar of their own until the address is taken back', async () => {
  const page = await as('school_leader');
  const { address, name } = await openCase(page, 'Kommer sjældent.');

  const plan = async (place, days) => {
    await page.goto(`${address}/act/meeting_planned`);
    await page.locator('main [name="kind"][value="network"]').check({ force: true }).catch(() => page.selectOption('main [name="kind"]', 'network'));
    for (const [field, value] of Object.entries({ on: day(days), at: '14:00', minutes: '45', place, purpose: 'Finde ud af, hvad der hjælper.' }))
      await page.fill(`main [name="${field}"]`, value);
    await send(page, page.locator('main .case-form .button-primary'));
  };
  await plan('Lokale 12, blå fløj', 10);
  await plan(`Hjemme hos ${name.split(' ')[0]}`, 11);

  // The invitation stands on the meeting's card.
  await page.goto(`${address}/meetings`);
  const invitation = page.locator('.case-card', { hasText: 'Lokale 12' }).locator('a[href$=".ics"]');
  const [download] = await Promise.all([page.waitForEvent('download'), invitation.click()]);
  assert.match(download.suggestedFilename(), /^moede-\d{4}-\d\d-\d\d\.ics$/);
  const one = await page.request.get(await invitation.getAttribute('href'));
  assert.equal(one.headers()['content-type'], 'text/calendar; charset=utf-8');
  const [meeting] = read(await one.text());
  assert.equal(meeting.SUMMARY, 'Møde');
  assert.equal(meeting.LOCATION, 'Lokale 12\\, blå fløj');
  assert.equal(meeting.SEQUENCE, '0');
  assert.ok(meeting.URL.startsWith(`${here.server.url}${address}/meetings#n`));

  // The account makes an address and tells it once.
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('/sessions');
    assert.deepEqual(await violations(page), []);
    assert.ok((await overhang(page)) <= 0);
  }
  await send(page, page.getByRole('button', { name: 'Lav en adresse til kalenderen' }));
  const feed = await page.getByLabel('Adressen til din kalender').inputValue();
  assert.match(feed, /\/feeds\/[0-9a-f]{64}\.ics$/);
  assert.deepEqual(await violations(page), []);
  assert.ok((await overhang(page)) <= 0, 'the address fits a phone');

  // A calendar program has no session.
  const stranger = await here.browser.newContext();
  const answer = await stranger.request.get(feed);
  assert.equal(answer.status(), 200);
  const text = await answer.text();
  const events = read(text);
  const uids = events.map((event) => event.UID);
  assert.equal(new Set(uids).size, uids.length, 'each thing once');
  assert.ok(uids.includes(meeting.UID), 'the same meeting is the same thing');
  assert.ok(events.some((event) => event.SUMMARY === 'Opfølgning' && event.URL === `${here.server.url}${address}`));
  assert.ok(events.some((event) => event.SUMMARY === 'Gennemgang'));
  assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
  for (const part of name.split(' ')) assert.ok(!text.includes(part), `${part} is not told`);
  for (const words of ['Kommer sjældent', 'hvad der hjælper', 'Hjemme hos'])
    assert.ok(!text.replaceAll('\r\n ', '').includes(words), `${words} is not told`);
  for (const event of events) assert.ok(['Møde', 'Opfølgning', 'Gennemgang'].includes(event.SUMMARY), event.SUMMARY);

  await page.goto('/sessions');
  assert.match(await page.locator('main').innerText(), /Den er sidst læst/);
  assert.ok(!(await page.content()).includes(feed), 'the address is told once');
  await send(page, page.getByRole('button', { name: 'Tag adressen tilbage' }));
  assert.match(await page.locator('main').innerText(), /Adressen er taget tilbage/);
  assert.equal((await stranger.request.get(feed)).status(), 404);
  await stranger.close();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

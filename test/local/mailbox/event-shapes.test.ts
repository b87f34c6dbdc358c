import { readFileSync } from 'node:fs';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../../lambdas/kernel/instant.ts';
import type { SesEvent } from '../../../local/mailbox/events.ts';
import { Mailbox } from '../../../local/mailbox/mailbox.ts';
import { sharedExists, sharedPath } from '../../../local/shared.ts';

const recorded = (file: string): unknown =>
  JSON.parse(readFileSync(sharedPath('data', 'ses', `aws-ses-guide__event-publishing-sns__${file}.json`), 'utf8'));

async function oneOfEach(): Promise<SesEvent[]> {
  const events: SesEvent[] = [];
  const now = parseInstant('2026-11-10T09:00:00Z');
  const mailbox = new Mailbox({ now: () => now, emit: (event) => events.push(event), identities: ['northbeam.test'] });
  const { MessageId } = await mailbox.send(
    new SendEmailCommand({
      FromEmailAddress: 'billing@northbeam.test',
      Destination: { ToAddresses: ['ada@acme.test'] },
      Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Hello' } } } },
      ConfigurationSetName: 'holdfast-service',
    }),
  );
  mailbox.bounce(MessageId);
  mailbox.complain(MessageId);
  mailbox.reject(MessageId);
  mailbox.delay(MessageId);
  mailbox.click(MessageId, 'https://northbeam.test/');
  return events;
}

/** Paths of a value without list positions, `mail.tags` and `click.linkTags` left closed: their keys are the sender's. */
const shapeOf = (value: unknown, path = ''): string[] => {
  if (typeof value !== 'object' || value === null || /tags$/i.test(path)) return [path];
  if (Array.isArray(value)) return [...new Set(value.flatMap((entry) => shapeOf(entry, `${path}[]`)))];
  const inner = Object.entries(value).flatMap(([key, entry]) => shapeOf(entry, path === '' ? key : `${path}.${key}`));
  return inner.length === 0 ? [path] : inner;
};

if (sharedExists('data', 'ses')) {
  describe('events of the mailbox beside those of the SES guide', () => {
    it.each([
      ['Send', 'Send__3'],
      ['Delivery', 'Delivery__2'],
      ['Bounce', 'Bounce__0'],
      ['Complaint', 'Complaint__1'],
      ['Reject', 'Reject__4'],
      ['DeliveryDelay', 'DeliveryDelay__8'],
      ['Click', 'Click__6'],
    ])('have every field of %s', async (type, file) => {
      const event = (await oneOfEach()).find(({ eventType }) => eventType === type);
      const missing = shapeOf(recorded(file)).filter((path) => !shapeOf(event).includes(path));

      expect(event).toBeDefined();
      expect(missing).toEqual([]);
    });
  });
} else {
  describe('events of the mailbox', () => {
    it('are compared with the SES guide only where the shared recordings are', () => {
      expect(sharedExists('data', 'ses')).toBe(false);
    });
  });
}

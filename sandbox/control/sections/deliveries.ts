import { describeEvent } from '../../events/catalog';
import { raiseEvent } from '../../events/raise';
import { parseQueryString } from '../../php/queryString';
import { integer, isArray, text } from '../../php/values';
import { ControlError, expect, type Section, signedIn } from '../action';
import { newest, numbered, shortened } from '../shown';

/** Characters of a body that the page shows as fields. */
const BODY_SHOWN = 200_000;

/** Event handlers and what was delivered to them. */
export const deliveriesSection: Section = {
	state: (portal) => ({
		handlers: portal.handlers.map((handler) => ({
			...handler,
			title: describeEvent(handler.event)?.title ?? '',
		})),
		deliveries: newest(portal.deliveries, portal.counters.deliveries).map(
			({ body, answer, ...delivery }) => ({
				...delivery,
				size: body.length,
				...(answer === undefined ? {} : { answer: shortened(answer, 300) }),
			}),
		),
	}),
	actions: [
		{
			httpMethod: 'GET',
			path: 'deliveries/:number',
			run: ({ portal, path }) => {
				const { deliveries, counters } = portal;
				const found = numbered(deliveries, integer(path.number), counters.deliveries);
				const { body, answer } = expect(found, 'That delivery is no longer kept.');
				return {
					fields: parseQueryString(body.slice(0, BODY_SHOWN)),
					size: body.length,
					cut: body.length > BODY_SHOWN,
					answer: shortened(answer ?? '', BODY_SHOWN),
				};
			},
		},
		{
			httpMethod: 'POST',
			path: 'events',
			run: ({ portal, fields }) => {
				const name = text(fields.event).trim().toUpperCase();
				const event = expect(
					describeEvent(name),
					`The portal has no event ${name || 'without a name'}.`,
				);
				raiseEvent(portal, event.event, jsonObject(fields.data), signedIn(portal));
			},
		},
	],
};

/** The data of an event as typed: a JSON object, or nothing. */
function jsonObject(typed: unknown): unknown {
	if (isArray(typed)) return typed;
	if (text(typed).trim() === '') return {};
	try {
		const data: unknown = JSON.parse(text(typed));
		if (isArray(data)) return data;
	} catch {
		// Refused below, with a message for the form.
	}
	throw new ControlError('The data needs to be a JSON object such as {"FIELDS":{"ID":1}}.');
}

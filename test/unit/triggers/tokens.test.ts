import fc from 'fast-check';

import { rawItem } from '../../../nodes/Bitrix24/triggers/callBody';
import { eventItem } from '../../../nodes/Bitrix24/triggers/event/eventItem';
import { parseForm } from '../../../nodes/Bitrix24/triggers/payload';
import type { FormObject, FormValue } from '../../../nodes/Bitrix24/triggers/formTree';

/** Stands in place of every token; it must not be found in any item. */
const SENTINEL = 'sentinel0token';
const parsed = (body: string): FormObject => {
	const form = parseForm(Buffer.from(body));
	if (!form.ok) throw new Error(form.reason);
	return form.body;
};
const items = (body: FormObject) => JSON.stringify([eventItem(body), rawItem(body)]);

describe('a token', () => {
	it.each([
		'auth[access_token]',
		'auth[refresh_token]',
		'auth[application_token]',
		'auth[ACCESS_TOKEN]',
		'auth[Application_Token]',
		'auth%5Baccess_token%5D',
		'auth[domain][access_token]',
		'auth[member_id][0][refresh_token]',
		'access_token',
		'application_token',
		'APPLICATION_TOKEN',
		'data[access_token]',
		'data[BOT][5][access_token]',
		'data[BOT][5][refresh_token]',
		'data[BOT][5][application_token]',
		'data[BOT][0][access_token]',
		'data[BOT][][access_token]',
		'data[COMMAND][3][access_token]',
		'data[BOT][5][AUTH][access_token]',
		'data[access_token][0]',
		'data[LIST][0][0][refresh_token][x]',
	])('in %s reaches no item', (key) => {
		const body = parsed(`event=ONIMBOTMESSAGEADD&${key}=${SENTINEL}&data[PARAMS][MESSAGE]=hello`);
		expect(JSON.stringify(body)).toContain(SENTINEL);
		expect(items(body)).not.toContain(SENTINEL);
		expect(items(body)).toContain('hello');
	});

	it('that an administrator allowed a method to reaches no item', () => {
		// ONAPPMETHODCONFIRM carries the access token with which the method was called.
		const data = `data[TOKEN]=${SENTINEL}&data[METHOD]=voximplant.user.get&data[CONFIRMED]=1`;
		const body = parsed(`event=ONAPPMETHODCONFIRM&${data}`);
		expect(items(body)).not.toContain(SENTINEL);
		expect(items(body)).toContain('voximplant.user.get');
	});

	it('reaches no item wherever in the data it stands', () => {
		const name = fc.constantFrom('access_token', 'refresh_token', 'APPLICATION_TOKEN');
		const { value } = fc.letrec<{ value: FormValue }>((tie) => ({
			value: fc.oneof(
				{ depthSize: 'small' },
				fc.string({ maxLength: 5 }),
				fc.array(tie('value'), { maxLength: 4 }),
				fc.dictionary(fc.string({ maxLength: 5 }), tie('value'), {
					maxKeys: 4,
					noNullPrototype: true,
				}),
				name.map((key) => ({ [key]: SENTINEL, kept: 'x' })),
				fc.tuple(name, tie('value')).map(([key, part]) => ({ [key]: [SENTINEL, part] })),
			),
		}));
		fc.assert(
			fc.property(value, value, (data, more) => {
				const body = { event: 'ONIMBOTMESSAGEADD', data, auth: { access_token: SENTINEL }, more };
				expect(items(body)).not.toContain(SENTINEL);
			}),
		);
	});

	it('is all that is taken away', () => {
		const data = {
			TOKEN_TYPE: 'x',
			event_token: 'y',
			access: { list: ['a', { b: 'c' }] },
		};
		expect(rawItem({ event: 'ONAPPTEST', data })).toStrictEqual({ event: 'ONAPPTEST', data });
	});
});

import { send } from '../../../nodes/Bitrix24/actions/pushNotification/send.operation';
import { chosen, filled, leaving, refusal } from './filled';

const form = { users: chosen(5), text: 'A new lead has come in', options: {} };
const call = (more: Record<string, unknown> = {}) => send.call(filled({ ...form, ...more }));

describe('a push notification', () => {
	it('goes to one user', () => {
		expect(call().method).toBe('pull.application.push.add');
		expect(leaving(call())).toStrictEqual({ USER_ID: '5', TEXT: 'A new lead has come in' });
	});

	it('goes to several users with a picture', () => {
		const options = { avatar: 'https://example.com/a.png' };
		expect(leaving(call({ users: chosen(5, 7), options }))).toStrictEqual({
			USER_ID: [5, 7],
			TEXT: 'A new lead has come in',
			AVATAR: 'https://example.com/a.png',
		});
	});

	it('reports success', () => {
		expect(send.output(true, call())).toStrictEqual({ success: true });
	});

	it.each([undefined, {}, chosen(), chosen(''), chosen(0), chosen('abc'), chosen([])])(
		'is refused without a user: %j',
		(users) => {
			expect(refusal(() => call({ users })).message).toMatch(/No user is chosen|not the ID/);
		},
	);
});

describe('the text', () => {
	it.each([['  x '], ['0 leads'], ['00'], ['Zeile 1\nZeile 2'], ['😀'], ['<b>&"\'']])(
		'%j goes as it is',
		(text) => {
			expect(leaving(call({ text }))).toMatchObject({ TEXT: text });
		},
	);

	it('may be a number out of an expression', () => {
		expect(leaving(call({ text: 12.5 }))).toMatchObject({ TEXT: '12.5' });
	});

	it.each<[unknown, string]>([
		['', 'The text of the push notification is empty.'],
		['  \n\t', 'The text of the push notification is empty.'],
		[undefined, 'The text of the push notification is empty.'],
		[null, 'The text of the push notification is empty.'],
		['0', 'Bitrix24 takes the text 0 for an empty one.'],
		[0, 'Bitrix24 takes the text 0 for an empty one.'],
		[{ a: 1 }, 'Text must be text, but the expression gave an object.'],
		[['a'], 'Text must be text, but the expression gave a list.'],
		[true, 'Text must be text, but the expression gave the boolean true.'],
	])('%j is refused: %s', (text, message) => {
		expect(refusal(() => call({ text })).message).toBe(message);
	});
});

describe('the picture', () => {
	it.each(['https://example.com/a.png', 'http://bitrix/a', 'HTTPS://example.com'])(
		'may be %s',
		(avatar) => {
			expect(leaving(call({ options: { avatar } }))).toMatchObject({ AVATAR: avatar });
		},
	);

	it.each([[''], [undefined], [null]])('is not sent where it is %j', (avatar) => {
		expect(leaving(call({ options: { avatar } }))).not.toHaveProperty('AVATAR');
	});

	it.each(['avatar.png', '/a.png', 'ftp://example.com/a.png', 'https://', 'https:///a.png', 'x y'])(
		'may not be %s',
		(avatar) => {
			const { message, advice } = refusal(() => call({ options: { avatar } }));
			expect(message).toBe(`The avatar "${avatar}" is not the address of a picture.`);
			expect(advice).toContain('https://');
		},
	);

	it.each(['javascript:alert(1)', 'data:image/png;base64,AA==', 'https://example.com/a b.png'])(
		'may not be %s either',
		(avatar) => {
			expect(refusal(() => call({ options: { avatar } })).message).toContain('not the address');
		},
	);
});

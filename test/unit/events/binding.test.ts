import {
	bindCall,
	eventProblem,
	explainBinding,
	isAlreadyBound,
	unbindCall,
} from '../../../nodes/Bitrix24/events/binding';
import { catalogEvents } from '../../../nodes/Bitrix24/events/catalog';
import type { Outcome, RestCall } from '../../../nodes/Bitrix24/rest/types';
import { handlerProblem } from '../../../nodes/Bitrix24/values/handlerUrl';
import { nameCharacter } from '../../../nodes/Bitrix24/values/problem';
import { containing } from '../containing';

const ONLINE = { event: 'ONCRMDEALADD', handler: 'https://n8n.example.com/x' };
const leaving = ({ params }: RestCall): unknown => JSON.parse(JSON.stringify(params));

describe('the calls of a binding', () => {
	it('hold no more than is known of it', () => {
		expect(leaving(bindCall(ONLINE))).toStrictEqual(ONLINE);
		expect(leaving(unbindCall(ONLINE))).toStrictEqual(ONLINE);
	});

	it('name everything that is known of it', () => {
		const all = {
			...ONLINE,
			eventType: 'online',
			authType: 7,
			authConnector: 'n8n',
			minTimeout: 30,
		} as const;
		const shared = { ...ONLINE, event_type: 'online', auth_type: 7, auth_connector: 'n8n' };
		expect(leaving(bindCall(all))).toStrictEqual({ ...shared, options: { minTimeout: 30 } });
		expect(leaving(unbindCall(all))).toStrictEqual(shared);
	});

	it('go alone where a batch would change their meaning', () => {
		expect(bindCall(ONLINE).alone).not.toBe(true);
		expect(bindCall({ ...ONLINE, authType: 7 }).alone).not.toBe(true);
		expect(bindCall({ ...ONLINE, authConnector: 'n8n' }).alone).toBe(true);
		expect(unbindCall(ONLINE).alone).not.toBe(true);
		expect(unbindCall({ ...ONLINE, authType: 7 }).alone).toBe(true);
		expect(unbindCall({ ...ONLINE, authConnector: 'n8n' }).alone).toBe(true);
	});
});

describe('a binding that exists already', () => {
	const error = (code: string, original?: string) =>
		isAlreadyBound({ code, original, message: '', advice: '' });

	it('is known by code and text', () => {
		expect(error('ERROR_CORE', 'Unable to set event handler: Handler already binded')).toBe(true);
		expect(error('ERROR_CORE', 'ERROR_CORE: Handler ALREADY BINDED')).toBe(true);
	});

	it.each([
		['ERROR_CORE', 'Process of binding the handler has already started'],
		['ERROR_CORE', ''],
		['ERROR_CORE', undefined],
		['ACCESS_DENIED', 'Handler already binded'],
	])('is not taken for it: %s %s', (code, original) => {
		expect(error(code, original)).toBe(false);
	});
});

describe('an event that Bitrix24 does not find', () => {
	const refused: Outcome = {
		ok: false,
		error: {
			code: 'ERROR_EVENT_NOT_FOUND',
			message: 'x',
			advice: 'y',
			original: 'Event not found',
			cause: 'configuration-invalid',
		},
	};

	it.each(catalogEvents().map(({ code, scope, title }) => [code, scope, title] as const))(
		'lacks its permission: %s (%s)',
		(code, scope, title) => {
			expect(explainBinding(refused, code)).toMatchObject({
				ok: false,
				error: {
					code: 'ERROR_EVENT_NOT_FOUND',
					message: `The application may not receive the event ${code} (${title}).`,
					advice: containing(`permission ${scope}:`),
					original: 'Event not found',
					cause: 'configuration-invalid',
				},
			});
		},
	);

	it('is not known at all where the catalogue does not know it either', () => {
		expect(explainBinding(refused, 'ONCRMDAELADD')).toMatchObject({
			error: {
				message: 'Bitrix24 does not know the event ONCRMDAELADD.',
				advice: containing('spelling'),
			},
		});
	});

	it('may belong to a custom type', () => {
		expect(explainBinding(refused, 'ONCRMDYNAMICITEMADD_147')).toMatchObject({
			error: { message: containing('custom type 147') },
		});
	});

	it('is told from every other outcome', () => {
		const success: Outcome = { ok: true, result: true };
		const denied: Outcome = {
			ok: false,
			error: { code: 'ACCESS_DENIED', message: 'x', advice: 'y' },
		};
		expect(explainBinding(success, 'ONCRMDEALADD')).toBe(success);
		expect(explainBinding(denied, 'ONCRMDEALADD')).toBe(denied);
	});
});

describe('problems', () => {
	it('are found in no event of the catalogue', () => {
		for (const { code } of catalogEvents()) expect(eventProblem(code)).toBeUndefined();
	});

	it.each(['', 'A B', 'A\n', 'A;B', 'Ä', 'A/B', '{{ $json.event }}'])(
		'are found in the event %j',
		(event) => {
			const problem = eventProblem(event);
			expect(problem?.message).toMatch(/\.$/);
			expect(problem?.advice).toMatch(/\.$/);
		},
	);

	it.each([
		'',
		'x',
		'localhost',
		'http://localhost:5678/',
		'https://.example/',
		'ftp://a.example/',
		`https://a.example/${'x'.repeat(300)}`,
	])('are found in the address %s', (handler) => {
		const problem = handlerProblem(handler);
		expect(problem?.message).toMatch(/\.$/);
		expect(problem?.advice).toMatch(/\.$/);
	});

	it('name the setting of n8n where its address cannot be reached', () => {
		expect(handlerProblem('http://localhost:5678/webhook/x')?.advice).toContain('N8N_WEBHOOK_URL');
	});
});

describe('a character', () => {
	it.each([
		[' ', 'a space'],
		['\t', 'a tab'],
		['\n', 'a line break'],
		['\r', 'a line break'],
		['\u00A0', 'an invisible character (U+00A0)'],
		['\u200B', 'an invisible character (U+200B)'],
		['\u202E', 'an invisible character (U+202E)'],
		['\u0301', 'an invisible character (U+0301)'],
		['\uD83D', 'an invisible character (U+D83D)'],
		['\u0000', 'an invisible character (U+0000)'],
		['ä', '"ä"'],
		['😀', '"😀"'],
		['/', '"/"'],
	])('%j is named %s', (character, name) => {
		expect(nameCharacter(character)).toBe(name);
	});
});

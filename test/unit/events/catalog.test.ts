import {
	catalogEvent,
	catalogEvents,
	eventName,
	eventTitle,
} from '../../../nodes/Bitrix24/events/catalog';

describe('the catalogue', () => {
	const events = catalogEvents();

	it('holds every event that can be bound', () => {
		const counts: Record<string, number> = {};
		for (const { scope } of events) counts[scope] = (counts[scope] ?? 0) + 1;
		// docs/reference/bitrix24.md#event-names
		expect(counts).toStrictEqual({
			basic: 8,
			user: 1,
			crm: 99,
			task: 6,
			calendar: 9,
			booking: 12,
			catalog: 15,
			sale: 10,
			imbot: 7,
			imconnector: 7,
			imopenlines: 5,
			telephony: 5,
			log: 3,
			sonet_group: 6,
			userfieldconfig: 3,
			'sign.b2e': 3,
			'humanresources.hcmlink': 5,
		});
	});

	it('writes codes as the portal does', () => {
		for (const { code } of events) expect(code).toMatch(/^(ON|CATALOG\.|MAIN\.)[A-Z0-9.]+$/);
	});

	it('gives every event a title of its own', () => {
		expect(new Set(events.map(({ title }) => title.toLowerCase())).size).toBe(events.length);
		for (const { title } of events) expect(title).toMatch(/^[A-Z].{3,79}$/);
	});
});

describe('an event of the catalogue', () => {
	it.each(['ONCRMDEALADD', 'onCrmDealAdd', 'oncrmdealadd', ' ONCRMDEALADD\n'])(
		'is found as %j',
		(code) => {
			expect(catalogEvent(code)).toStrictEqual({
				code: 'ONCRMDEALADD',
				scope: 'crm',
				title: 'Deal created',
			});
		},
	);

	it.each([
		['ONCRMDYNAMICITEMADD_147', 'CRM item of custom type 147 created'],
		['oncrmdynamicitemupdate_1', 'CRM item of custom type 1 updated'],
		['ONCRMDYNAMICITEMDELETE_31', 'CRM item of custom type 31 deleted'],
	])('may belong to one custom type: %s', (code, title) => {
		expect(catalogEvent(code)).toStrictEqual({ code: code.toUpperCase(), scope: 'crm', title });
	});

	it('that belongs to all custom types has a title of its own', () => {
		expect(eventTitle('ONCRMDYNAMICITEMADD')).toContain('any custom type');
	});

	it.each([
		'',
		'ONSOMETHINGNEW',
		'ONCRMDEAL',
		'ONCRMDEALADD_147',
		'ONCRMDYNAMICITEMADD_',
		'ONCRMDYNAMICITEMADD_x',
		'ONCRMDYNAMICITEMADD_1_2',
		'ONCRMDYNAMICITEMMOVE_147',
		'constructor',
		'__proto__',
	])('is not found as %j', (code) => {
		expect(catalogEvent(code)).toBeUndefined();
		expect(eventTitle(code)).toBe(code);
		expect(eventName(code)).toBe(code);
	});

	it('is named by title and code in a sentence', () => {
		expect(eventName('ONCRMDEALADD')).toBe('Deal created (ONCRMDEALADD)');
	});
});

import { getAll } from '../../../nodes/Bitrix24/actions/eventHandler/getAll.operation';
import { getAvailable } from '../../../nodes/Bitrix24/actions/eventHandler/getAvailable.operation';
import type { JsonValue } from '../../../nodes/Bitrix24/values/json';
import { filled, leaving, refusal } from './filled';

describe('the bound handlers', () => {
	const call = getAll.call(filled({}));

	it('are asked for without parameters, since Bitrix24 names all at once', () => {
		expect(call).toStrictEqual({ method: 'event.get', params: {}, idempotent: true });
	});

	it('become one item each, with the title of the event', () => {
		const online = {
			event: 'ONCRMDEALADD',
			handler: 'https://a.example/x',
			auth_type: '0',
			offline: 0,
		};
		const offline = { event: 'ONSOMETHINGNEW', connector_id: '', offline: 1 };
		expect(getAll.output([online, offline], call)).toStrictEqual([
			{ ...online, title: 'Deal created' },
			{ ...offline, title: 'ONSOMETHINGNEW' },
		]);
	});

	it.each<JsonValue>([[], true, null, {}, ['x', 5, null]])('are none in %j', (result) => {
		expect(getAll.output(result, call)).toStrictEqual([]);
	});
});

describe('the available events', () => {
	const call = (options: unknown) => getAvailable.call(filled({ options }));

	it.each([
		[{}, {}],
		[undefined, {}],
		[{ full: false, scope: '' }, {}],
		[{ full: true }, { FULL: 1 }],
		[{ full: 'true' }, {}],
		[{ scope: 'crm' }, { SCOPE: 'crm' }],
		[
			{ full: true, scope: 'crm' },
			{ FULL: 1, SCOPE: 'crm' },
		],
	])('are asked for with the options %j as %j', (options, params) => {
		expect(call(options).method).toBe('events');
		expect(leaving(call(options))).toStrictEqual(params);
	});

	it('cannot be asked for by a permission that is no text', () => {
		expect(refusal(() => call({ scope: ['crm'] })).message).toBe(
			'Permission must be text, but the expression gave a list.',
		);
	});

	it('become one item each, with title and permission where the catalogue knows them', () => {
		const codes = ['ONCRMDEALADD', 'ONCRMDYNAMICITEMADD_147', 'ONSOMETHINGNEW'];
		expect(getAvailable.output(codes, call({}))).toStrictEqual([
			{ event: 'ONCRMDEALADD', title: 'Deal created', scope: 'crm' },
			{
				event: 'ONCRMDYNAMICITEMADD_147',
				title: 'CRM item of custom type 147 created',
				scope: 'crm',
			},
			{ event: 'ONSOMETHINGNEW', title: 'ONSOMETHINGNEW', scope: null },
		]);
	});

	it.each<JsonValue>([[], true, null, {}, [5, null]])('are none in %j', (result) => {
		expect(getAvailable.output(result, call({}))).toStrictEqual([]);
	});
});

import {
	formatList,
	listedProcess,
	parseList,
} from '../../../../nodes/Bitrix24/triggers/offline/waitingList';

const PROCESS = listedProcess('0123456789abcdef0123456789abcdef');

it('What is written is what is read', () => {
	const list = new Map([
		['7', { processes: [PROCESS, 'x'], resumedAt: undefined }],
		['12', { processes: [PROCESS], resumedAt: 1_800_000_000_000 }],
	]);
	expect(parseList(formatList(list))).toEqual(list);
});

it('Nothing is an empty text, since an option cannot be deleted', () => {
	expect(formatList(new Map())).toBe('');
	expect(parseList('')).toEqual(new Map());
});

it.each(['no JSON', '[]', '7', 'null'])('What is no list counts as empty: %s', (text) => {
	expect(parseList(text)).toEqual(new Map());
});

it('What is no execution holds nothing back', () => {
	expect(parseList('{"7": null, "8": {"p": "x", "r": "y"}}')).toEqual(
		new Map([
			['7', { processes: [], resumedAt: undefined }],
			['8', { processes: [], resumedAt: undefined }],
		]),
	);
});

it('The latest thousand are kept, in less text than a column of the portal holds', () => {
	const ids = Array.from({ length: 1500 }, (_, index) => String(1_000_000 + index));
	const text = formatList(new Map(ids.map((id) => [id, { processes: [PROCESS] }])));
	expect([...parseList(text).keys()]).toEqual(ids.slice(-1000));
	expect(text.length).toBeLessThan(40_000);
});

import fc from 'fast-check';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import {
	keepStaticData,
	staticDataOf,
} from '../../../../nodes/Bitrix24/triggers/offline/staticData';

const OWNED = { memberId: 'm', sourceKey: '', events: ['ONCRMLEADADD'] };

/** A context whose node has these static data; tells how often something was assigned. */
function contextWith(stored: IDataObject) {
	let writes = 0;
	const data = new Proxy(stored, {
		set: (target, key, value) => {
			writes += 1;
			return Reflect.set(target, key, value);
		},
	});
	const context: Pick<IPollFunctions, 'getWorkflowStaticData'> = {
		getWorkflowStaticData: () => data,
	};
	return { context: context as IPollFunctions, stored, writes: () => writes };
}

it('What was kept is read again', () => {
	const kept = { owned: OWNED, delivered: { a: 1, b: 0 } };
	const { context, stored } = contextWith({});
	keepStaticData(context, kept);
	expect(staticDataOf(context)).toEqual(kept);
	const saved = JSON.parse(JSON.stringify(stored)) as IDataObject;
	expect(staticDataOf(contextWith(saved).context)).toEqual(kept);
});

it('What is owned no more is gone after the next start, too', () => {
	const { context, stored } = contextWith({ owned: { ...OWNED }, delivered: {} });
	keepStaticData(context, { owned: undefined, delivered: {} });
	const saved = JSON.parse(JSON.stringify(stored)) as IDataObject;
	expect(staticDataOf(contextWith(saved).context).owned).toBeUndefined();
});

it('Nothing is written that is there already, since n8n would save it', () => {
	const { context, writes } = contextWith({ owned: { ...OWNED }, delivered: { a: 1 } });
	keepStaticData(context, { owned: OWNED, delivered: { a: 1 } });
	expect(writes()).toBe(0);
	keepStaticData(context, { owned: OWNED, delivered: { a: 2 } });
	expect(writes()).toBe(1);
});

it('What is not of the trigger stays as it is', () => {
	const { context, stored } = contextWith({ other: 1 });
	keepStaticData(context, { owned: OWNED, delivered: {} });
	expect(stored.other).toBe(1);
});

describe('Whatever is stored', () => {
	const owned = fc.record(
		{ memberId: fc.jsonValue(), sourceKey: fc.jsonValue(), events: fc.jsonValue() },
		{ requiredKeys: [] },
	);
	const almost = fc.array(fc.oneof(fc.string(), fc.jsonValue())).map((events) => ({
		...OWNED,
		events,
	}));
	const anything = fc.record(
		{
			owned: fc.oneof(fc.jsonValue(), owned, almost, fc.constant(OWNED)),
			delivered: fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue())),
		},
		{ requiredKeys: [] },
	);

	it('is read without a fault, as what it should be or not at all', () => {
		fc.assert(
			fc.property(anything, (stored) => {
				const read = staticDataOf(contextWith(stored).context);
				expect(Object.values(read.delivered).every((time) => Number.isFinite(time))).toBe(true);
				const { memberId = '', sourceKey = '', events = [] } = read.owned ?? {};
				expect([memberId, sourceKey, ...events].every((part) => typeof part === 'string')).toBe(
					true,
				);
			}),
		);
	});

	it('is the same when it is kept as it was read', () => {
		fc.assert(
			fc.property(anything, (stored) => {
				const { context } = contextWith(stored);
				const read = staticDataOf(context);
				keepStaticData(context, read);
				expect(staticDataOf(context)).toEqual(read);
			}),
		);
	});
});

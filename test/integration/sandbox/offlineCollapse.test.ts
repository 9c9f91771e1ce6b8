import fc from 'fast-check';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { bindOffline, take } from './offlineQueue';

let sandbox: Sandbox;
let now = Date.parse('2026-03-01T10:00:00Z');

beforeAll(async () => {
	sandbox = await startSandbox({ clock: () => now });
	await bindOffline(sandbox, ['ONCRMLEADUPDATE', 'ONCRMDEALUPDATE']);
});
afterAll(() => sandbox.stop());

type Step =
	| { kind: 'change'; event: string; id: number; userId: number }
	| { kind: 'take'; limit: number }
	| { kind: 'wait' };

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			kind: fc.constant('change' as const),
			event: fc.constantFrom('ONCRMLEADUPDATE', 'ONCRMDEALUPDATE'),
			id: fc.integer({ min: 1, max: 4 }),
			userId: fc.integer({ min: 1, max: 7 }),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('take' as const),
			limit: fc.integer({ min: 1, max: 3 }),
		}),
	},
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const) }) },
);

/** One row per object that changed since it was last taken, and one per taken batch it was in. */
interface Expected {
	key: string;
	userId: number;
	changedAt: number;
	taken: boolean;
}

/** The same on paper: what the queue must hold after the step. */
function expectedAfter(
	rows: readonly Expected[],
	done: Step,
	takenKeys: readonly string[],
): Expected[] {
	if (done.kind === 'take') {
		return rows.map((row) => (takenKeys.includes(row.key) ? { ...row, taken: true } : row));
	}
	if (done.kind === 'wait') return [...rows];
	const key = `${done.event} ${done.id}`;
	const changed = { key, userId: done.userId, changedAt: now / 1000, taken: false };
	return [...rows.filter((row) => row.taken || row.key !== key), changed];
}

async function run(done: Step): Promise<string[]> {
	if (done.kind === 'wait') now += 1000;
	if (done.kind === 'change') {
		sandbox.raiseEvent(done.event, { FIELDS: { ID: done.id } }, { userId: done.userId });
	}
	if (done.kind !== 'take') return [];
	const { events } = await take(sandbox, { clear: 0, limit: done.limit });
	return events.map(({ EVENT_NAME, EVENT_DATA }) => keyOf(EVENT_NAME, EVENT_DATA));
}

const keyOf = (event: string, data: unknown) =>
	`${event} ${(data as { FIELDS: { ID: number } }).FIELDS.ID}`;

const sorted = (rows: Expected[]) => rows.map((row) => JSON.stringify(row)).sort();

it('holds the last change of each object once while it waits, and once per batch it was taken in', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
			sandbox.offlineEvents.splice(0);
			let expected: Expected[] = [];
			for (const done of steps) expected = expectedAfter(expected, done, await run(done));
			const held = sandbox.offlineEvents.map((row) => ({
				key: keyOf(row.eventName, row.eventData),
				userId: row.userId,
				changedAt: row.changedAt,
				taken: row.processId !== '',
			}));
			expect(sorted(held)).toEqual(sorted(expected));
			const keys = sandbox.offlineEvents.map((row) => `${row.messageId} ${row.processId}`);
			expect(new Set(keys).size).toBe(keys.length);
		}),
		{ numRuns: 60, seed: 24 },
	);
});

import { USUAL_POOL, type WorkerPool } from '../../limits/workers';
import { text } from '../../php/values';
import { ControlError, type Section, wholeNumber } from '../action';

const LONGEST_MS = { max: 3_600_000 };

/** How many requests the portal works on at once, and how long the work on a call takes. */
export const workersSection: Section = {
	state: ({ workers, workTime, load, preciseTimes }) => ({
		workers: shownPool(workers.pool),
		workTime: {
			defaultMs: workTime.ms.default,
			methods: Object.entries(workTime.ms.methods)
				.map(([method, ms]) => `${method} ${ms}`)
				.join('\n'),
			preciseTimes,
		},
		load: {
			underWay: load.underWay,
			mostUnderWay: load.mostUnderWay,
			working: load.working,
			waiting: load.waiting,
		},
	}),
	actions: [
		{
			httpMethod: 'POST',
			path: 'workers',
			run: ({ portal, fields }) => {
				const pool = {
					count: wholeNumber(fields.count, 'The number of workers', { max: 1000 }),
					queue: wholeNumber(fields.queue ?? USUAL_POOL.queue, 'The queue'),
					limitMs: wholeNumber(fields.limitMs ?? USUAL_POOL.limitMs, 'The limit of a request', {
						min: 1,
						...LONGEST_MS,
					}),
				};
				portal.workers.pool = pool.count === 0 ? 'unlimited' : pool;
			},
		},
		{
			httpMethod: 'POST',
			path: 'work-time',
			run: ({ portal, fields }) => {
				const ms = {
					default: wholeNumber(fields.defaultMs, 'The time of any method', LONGEST_MS),
					methods: methodTimes(text(fields.methods)),
				};
				portal.workTime.ms = ms;
				portal.preciseTimes = text(fields.preciseTimes) === 'Y';
			},
		},
	],
};

/** With 0 for a worker for each request. */
function shownPool(pool: WorkerPool | 'unlimited'): WorkerPool {
	return { ...USUAL_POOL, ...(pool === 'unlimited' ? { count: 0 } : pool) };
}

/** From lines such as `crm.item.add 100`. */
function methodTimes(lines: string): Record<string, number> {
	const entries = lines
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '')
		.map((line): [string, number] => {
			const [, method, ms] = /^(\S+)\s+(\d+)$/.exec(line) ?? [];
			if (method === undefined) {
				throw new ControlError(`“${line}” is no method and its milliseconds: crm.item.add 100.`);
			}
			return [method, wholeNumber(ms, `The time of ${method}`, LONGEST_MS)];
		});
	return Object.fromEntries(entries);
}

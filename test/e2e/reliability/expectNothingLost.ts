import { BROKEN_ANSWERS, DEATHS } from './misfortunes';
import { Trial } from './trial';
import type { Acknowledge } from './trial';

/** Changes that wait at each misfortune. */
const CHANGES = 500;

/** Tries all misfortunes one after another, in a real n8n, and expects that each change was processed. */
export async function expectNothingLost(acknowledge: Acknowledge): Promise<void> {
	const trial = await Trial.prepare(acknowledge);
	try {
		const misfortunes = [...DEATHS[acknowledge], ...BROKEN_ANSWERS[acknowledge]];
		for (const misfortune of misfortunes) await trial.suffer(misfortune, CHANGES);
		const fates = await trial.finish();
		expect(fates).toHaveLength(misfortunes.length);
		expect(fates.filter(({ lost }) => lost > 0)).toEqual([]);
	} finally {
		await trial.stop();
	}
}

import type { NodeDraft } from '../../test/host/client';
import { ownReceiver, receivers } from './receivers';
import { measureInRounds } from './rounds';
import type { Posting, Tally } from './rounds';
import { startTriggerHost } from './triggerHost';
import type { Packages, TriggerHost } from './triggerHost';

/** An n8n with settings that its administrator can make, and what its receivers came to. */
export interface SettingResult {
	readonly setting: string;
	readonly tallies: readonly Tally[];
}

export const WITH_EXPRESSION = 'Bitrix24 Trigger, then an expression';

const PREFIX = 'N8N_EXPRESSION_ENGINE';

/** Whatever n8n 2.41.1 lets its administrator set about the isolates of expressions, as far as it may help. */
const SETTINGS: ReadonlyArray<Record<string, string>> = [
	{},
	{ [`${PREFIX}_POOL_SIZE`]: '10' },
	{ [`${PREFIX}_COMPILE_CACHE`]: 'true' },
	{ [`${PREFIX}_LAZY_ACQUIRE`]: 'true' },
	{ [`${PREFIX}_LAZY_ACQUIRE`]: 'true', [`${PREFIX}_COMPILE_CACHE`]: 'true' },
	{ [PREFIX]: 'quickjs' },
	{ [PREFIX]: 'legacy' },
];

/** Enough to tell settings apart; with so many receivers more would take hours. */
const MOST_EVENTS = 200;

/** Starts an n8n for each setting; all of them run throughout, and are posted to in turns. */
export async function measureHostSettings(
	packages: Packages,
	{ events, concurrency }: Posting,
): Promise<SettingResult[]> {
	const hosts: TriggerHost[] = [];
	try {
		const all = [];
		for (const env of SETTINGS) {
			const host = await startTriggerHost(packages, env);
			hosts.push(host);
			const own = await ownReceiver(host, WITH_EXPRESSION, [editFields]);
			all.push({ env, receivers: [...(await receivers(host)), own] });
			process.stderr.write(`n8n with ${nameOf(env)}: started\n`);
		}
		const tallies = await measureInRounds(
			all.flatMap((host) => host.receivers),
			{ events: Math.min(events || MOST_EVENTS, MOST_EVENTS), concurrency },
		);
		return all.map(({ env, receivers: { length } }) => ({
			setting: nameOf(env),
			tallies: tallies.splice(0, length),
		}));
	} finally {
		for (const host of hosts) await host.stop();
	}
}

function nameOf(env: Record<string, string>): string {
	const named = Object.entries(env).map(([name, value]) => `${name}=${value}`);
	return named.join(' ') || 'none';
}

const editFields: NodeDraft = {
	name: 'Edit Fields',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: {
			assignments: [{ id: 'n', name: 'deal', type: 'number', value: '={{ $json.id }}' }],
		},
	},
};

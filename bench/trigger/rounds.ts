import { postAll } from './posts';
import type { Answer } from './posts';
import type { Receiver } from './receivers';

/** What a receiver came to, all rounds together. */
export interface Tally {
	readonly name: string;
	readonly posts: number;
	/** Answered as it should be: accepted, or refused where strangers posted. */
	readonly answered: number;
	/** How many got another status, 0 for a broken connection. */
	readonly others: ReadonlyMap<number, number>;
	readonly answers: readonly Answer[];
	/** From the first post to the last answer, the rounds added up. */
	readonly seconds: number;
	/** From the first post to the end of the last execution, the rounds added up. */
	readonly secondsToEnd: number;
	/** Processor time of n8n until then. */
	readonly cpuSeconds: number;
	/** Executions that succeeded. */
	readonly executions: number;
}

export interface Posting {
	/** Events for each receiver. */
	readonly events: number;
	readonly concurrency: number;
}

const ROUNDS = 4;
const WARM_UP = 50;

/**
 * Posts to all receivers in turns, each round in another order, so that whatever else the machine
 * does meets all alike. A turn begins when the executions of the one before have ended.
 */
export async function measureInRounds(
	receivers: readonly Receiver[],
	{ events, concurrency }: Posting,
): Promise<Tally[]> {
	for (const receiver of receivers) {
		await takeTurn(receiver, { events: Math.min(WARM_UP, events), concurrency });
	}
	const turns = new Map<Receiver, Tally[]>(receivers.map((receiver) => [receiver, []]));
	for (let round = 0; round < ROUNDS; round++) {
		for (const receiver of inOrder(receivers, round)) {
			const turn = await takeTurn(receiver, { events: Math.ceil(events / ROUNDS), concurrency });
			turns.get(receiver)?.push(turn);
		}
		process.stderr.write(`${concurrency} at once: round ${round + 1} of ${ROUNDS}\n`);
	}
	return receivers.map((receiver) => sum(receiver.name, turns.get(receiver) ?? []));
}

/** Of four, each has each place once and comes once behind each other one, in four rounds. */
function inOrder<T>(all: readonly T[], round: number): T[] {
	const shift = Math.round((round * all.length) / ROUNDS);
	return all.flatMap((_, place) => {
		const zigzag = place % 2 === 0 ? place / 2 : all.length - (place + 1) / 2;
		return all[(zigzag + shift) % all.length] ?? [];
	});
}

async function takeTurn(receiver: Receiver, { events, concurrency }: Posting): Promise<Tally> {
	const before = await receiver.settled(0);
	const cpuBefore = receiver.cpuSeconds();
	const startedAtMs = Date.now();
	const { answers, seconds } = await postAll(receiver.url, receiver.bodies(events), concurrency);

	const answered = answers.filter(({ status }) => status === receiver.expected).length;
	const accepted = answers.filter(({ status }) => status === 200).length;
	const after = await receiver.settled(before.length + accepted);
	const cpuSeconds = receiver.cpuSeconds() - cpuBefore;
	const known = new Set(before.map(({ id }) => id));
	const made = after.filter(({ id, status }) => !known.has(id) && status === 'success');
	const endedAtMs = Math.max(...made.map(({ stoppedAtMs }) => stoppedAtMs ?? 0));

	const others = new Map<number, number>();
	for (const { status } of answers) {
		if (status !== receiver.expected) others.set(status, (others.get(status) ?? 0) + 1);
	}
	return {
		name: receiver.name,
		posts: events,
		answered,
		others,
		answers,
		seconds,
		secondsToEnd: Math.max(seconds, (endedAtMs - startedAtMs) / 1000),
		cpuSeconds,
		executions: made.length,
	};
}

function sum(name: string, turns: readonly Tally[]): Tally {
	const total = (read: (turn: Tally) => number) => turns.reduce((all, turn) => all + read(turn), 0);
	const others = new Map<number, number>();
	for (const [status, count] of turns.flatMap((turn) => [...turn.others])) {
		others.set(status, (others.get(status) ?? 0) + count);
	}
	return {
		name,
		posts: total(({ posts }) => posts),
		answered: total(({ answered }) => answered),
		others,
		answers: turns.flatMap(({ answers }) => answers),
		seconds: total(({ seconds }) => seconds),
		secondsToEnd: total(({ secondsToEnd }) => secondsToEnd),
		cpuSeconds: total(({ cpuSeconds }) => cpuSeconds),
		executions: total(({ executions }) => executions),
	};
}

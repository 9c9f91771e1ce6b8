/** One answer to a post. */
export interface Answer {
	/** HTTP status; 0 where the connection broke. */
	readonly status: number;
	/** From the start of the post to the end of the answer. */
	readonly ms: number;
}

/** What many posts came to. */
export interface Posted {
	readonly answers: readonly Answer[];
	/** From the first post to the last answer. */
	readonly seconds: number;
}

/** As Bitrix24's queue server sends them (docs/reference/bitrix24.md#delivery-post). */
const HEADERS = {
	'content-type': 'application/x-www-form-urlencoded',
	'user-agent': 'Bitrix24 Webhook Engine',
};

/**
 * Posts each body once, so many at the same time: as soon as one has its answer, the next one leaves.
 *
 * @param bodies form-encoded
 */
export async function postAll(
	url: string,
	bodies: readonly string[],
	concurrency: number,
): Promise<Posted> {
	const waiting = bodies.values();
	const answers: Answer[] = [];
	const startedAt = performance.now();
	const postWhatWaits = async () => {
		for (const body of waiting) answers.push(await post(url, body));
	};
	await Promise.all(Array.from({ length: concurrency }, postWhatWaits));
	return { answers, seconds: (performance.now() - startedAt) / 1000 };
}

async function post(url: string, body: string): Promise<Answer> {
	const startedAt = performance.now();
	const status = await fetch(url, { method: 'POST', headers: HEADERS, body }).then(
		async (answer) => {
			await answer.arrayBuffer();
			return answer.status;
		},
		() => 0,
	);
	return { status, ms: performance.now() - startedAt };
}

/** The time within which such a part (0.95) of the answers came, by nearest rank; ms. */
export function percentile(answers: readonly Answer[], part: number): number {
	const sorted = answers.map(({ ms }) => ms).sort((one, other) => one - other);
	return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

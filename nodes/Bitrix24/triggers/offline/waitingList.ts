import { objectOf, textsOf } from '../../values/json';

/** An execution that waits, as the portal keeps it. */
export interface ListedExecution {
	/** How the marks of its batches begin. */
	readonly processes: readonly string[];
	/** Unix time (ms) at which it was first seen to go on. */
	readonly resumedAt?: number;
}

/** Executions that wait, by their id. */
export type WaitingList = ReadonlyMap<string, ListedExecution>;

/** Characters of a batch's mark that are kept. The list shares one text column with all other options. */
const KEPT_CHARACTERS = 12;

/** Executions that are kept; of more, the latest. What is left out is delivered again after a crash. */
const MOST = 1000;

/** How a batch is called in the list. */
export function listedProcess(processId: string): string {
	return processId.slice(0, KEPT_CHARACTERS);
}

/** Reads the list out of an option; what is no such list counts as empty. */
export function parseList(text: string): Map<string, ListedExecution> {
	const list = new Map<string, ListedExecution>();
	for (const [id, value] of Object.entries(objectOf(parseJson(text)))) {
		const { p, r } = objectOf(value);
		const resumedAt = typeof r === 'number' ? r : undefined;
		list.set(id, { processes: textsOf(p), resumedAt });
	}
	return list;
}

/** Writes the list as the text of an option; empty where nothing waits. */
export function formatList(list: WaitingList): string {
	const entries = [...list].slice(-MOST);
	if (entries.length === 0) return '';
	const kept = entries.map(([id, { processes, resumedAt }]) => [
		id,
		{ p: processes, r: resumedAt },
	]);
	return JSON.stringify(Object.fromEntries(kept));
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** What is wrong and what to do about it, in words for the user; never holds a token or a secret. */
export interface Problem {
	/** One sentence: what is wrong. */
	readonly message: string;
	/** One sentence or two: what to do. */
	readonly advice: string;
}

/** An input that cannot be what the user means; found before anything is sent. */
export class InputError extends Error implements Problem {
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
	}
}

/** @throws InputError if a check has found a problem */
export function refuse(problem: Problem | undefined): void {
	if (problem !== undefined) throw new InputError(problem.message, problem.advice);
}

/** Names a character in a sentence, even one that cannot be seen. */
export function nameCharacter(character: string): string {
	const names: Record<string, string> = {
		' ': 'a space',
		'\t': 'a tab',
		'\n': 'a line break',
		'\r': 'a line break',
	};
	const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
	if (names[character] !== undefined) return names[character];
	return /[\p{C}\p{Z}\p{M}]/u.test(character)
		? `an invisible character (${code})`
		: `"${character}"`;
}

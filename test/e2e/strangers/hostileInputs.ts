import { contents } from './contents';
import type { HostileInput } from './hostileInput';
import { proofs } from './proofs';
import { shapes } from './shapes';
import { sizes } from './sizes';

/** The tables of docs/security.md, by the headings over them. */
export const HOSTILE_INPUTS: ReadonlyArray<readonly [heading: string, inputs: HostileInput[]]> = [
	['Who does not know the address, or comes from elsewhere', proofs],
	['What is no form post', shapes],
	['What is large, deep or packed', sizes],
	['What is written to mislead', contents],
];

/** A row of those tables: input, answer, who gives it, what it starts. */
export function tableRow({ what, answer, by, event }: HostileInput): string[] {
	return [
		what,
		answer === 0 ? '–' : String(answer),
		by,
		event === undefined ? 'nothing' : `an execution; the item holds ${event.holds}`,
	];
}

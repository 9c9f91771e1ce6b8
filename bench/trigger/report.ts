import { table } from '../table';
import { WITH_EXPRESSION } from './hostSettings';
import type { SettingResult } from './hostSettings';
import type { RecordRun } from './includeRecord';
import { percentile } from './posts';
import { MINIMAL, OWN, STRANGERS, WEBHOOK } from './receivers';
import type { Tally } from './rounds';

/** What all receivers came to with so many posts at once. */
export interface AtOnce {
	readonly concurrency: number;
	readonly tallies: readonly Tally[];
}

/** Our trigger, the minimal one and n8n's Webhook node side by side. */
export function eventTable(measured: readonly AtOnce[]): string[] {
	const rows = measured.flatMap(({ concurrency, tallies }) => {
		const minimal = named(tallies, MINIMAL);
		return [OWN, MINIMAL, WEBHOOK].map((name) => {
			const tally = named(tallies, name);
			return [
				String(concurrency),
				name,
				String(tally.answered),
				rate(tally).toFixed(1),
				(rate(tally) / rate(minimal)).toFixed(2),
				percentile(tally.answers, 0.5).toFixed(0),
				percentile(tally.answers, 0.95).toFixed(0),
				(percentile(tally.answers, 0.95) / percentile(minimal.answers, 0.95)).toFixed(2),
				String(tally.executions),
				String(tally.answered - tally.executions),
				cpuMs(tally).toFixed(1),
				(cpuMs(tally) / cpuMs(minimal)).toFixed(2),
			];
		});
	});
	const head = ['At once', 'By', 'Accepted', 'A second', '× minimal', 'p50 ms', 'p95 ms'];
	return table(
		[...head, 'p95 × minimal', 'Executions', 'Lost', 'CPU ms each', 'CPU × minimal'],
		rows,
	);
}

/** How fast strangers are refused, beside how fast events are accepted. */
export function strangerTable(measured: readonly AtOnce[]): string[] {
	const rows = measured.map(({ concurrency, tallies }) => {
		const strangers = named(tallies, STRANGERS);
		return [
			String(concurrency),
			String(strangers.answered),
			rate(strangers).toFixed(1),
			(rate(strangers) / rate(named(tallies, OWN))).toFixed(2),
			percentile(strangers.answers, 0.5).toFixed(0),
			percentile(strangers.answers, 0.95).toFixed(0),
			String(strangers.executions),
			cpuMs(strangers).toFixed(1),
		];
	});
	const head = ['At once', 'Refused', 'A second', '× accepted', 'p50 ms', 'p95 ms', 'Executions'];
	return table([...head, 'CPU ms each'], rows);
}

/** Answers that were neither an acceptance nor, where strangers posted, a refusal. */
export function unexpectedTable(measured: readonly AtOnce[]): string[] {
	const rows = measured.flatMap(({ concurrency, tallies }) =>
		tallies.flatMap(({ name, others }) =>
			[...others].map(([status, count]) => [
				String(concurrency),
				name,
				status === 0 ? 'none' : String(status),
				String(count),
			]),
		),
	);
	return rows.length === 0 ? ['None.'] : table(['At once', 'By', 'Status', 'Times'], rows);
}

/** Both runs of each kind, with the ratio of their means at the end. */
export function recordTable(runs: readonly RecordRun[]): string[] {
	const without = mean(runs.filter(({ includeRecord }) => !includeRecord));
	const rows = runs.map((run) => [
		run.includeRecord ? 'yes' : 'no',
		String(run.events),
		String(run.requests),
		String(run.refused),
		run.seconds.toFixed(1),
		(run.seconds / without).toFixed(2),
		run.cpuSeconds.toFixed(1),
		run.slowestAnswerSeconds.toFixed(1),
		String(run.executions),
		String(run.events - run.executions),
		run.includeRecord ? String(run.missing) : '–',
	]);
	const head = [
		'Records',
		'Events',
		'Requests',
		'Refused by limit',
		'Seconds',
		'× without',
		'CPU s',
		'Slowest answer s',
	];
	const withRecords = mean(runs.filter(({ includeRecord }) => includeRecord));
	return [
		...table([...head, 'Executions', 'Lost', 'Records missing'], rows),
		'',
		`With the records ${(withRecords / without).toFixed(2)} times as long as without (means of two runs).`,
	];
}

/** Events a second until their executions have ended, for each setting of the host. */
export function settingTable(results: readonly SettingResult[]): string[] {
	const [standard] = results;
	const columns: Array<[title: string, name: string]> = [
		[OWN, OWN],
		['… then an expression', WITH_EXPRESSION],
		[MINIMAL, MINIMAL],
		[WEBHOOK, WEBHOOK],
		['Strangers refused', STRANGERS],
	];
	const rows = results.map(({ setting, tallies }) => [
		setting,
		...columns.map(([, name]) => doneRate(named(tallies, name)).toFixed(1)),
		(doneRate(named(tallies, OWN)) / doneRate(named(standard?.tallies ?? [], OWN))).toFixed(2),
		cpuMs(named(tallies, OWN)).toFixed(1),
		String(tallies.reduce((sum, tally) => sum + lost(tally), 0)),
	]);
	const head = ['Setting', ...columns.map(([title]) => title), '× none', 'CPU ms each', 'Lost'];
	return table(head, rows);
}

/** Answered a second. */
function rate({ answered, seconds }: Tally): number {
	return answered / seconds;
}

/** Answered a second, counted until the last execution has ended. */
function doneRate({ answered, secondsToEnd }: Tally): number {
	return answered / secondsToEnd;
}

/** Processor time of n8n for each post, its execution included. */
function cpuMs({ posts, cpuSeconds }: Tally): number {
	return (cpuSeconds * 1000) / posts;
}

function lost({ name, answered, executions }: Tally): number {
	return name === STRANGERS ? 0 : answered - executions;
}

function named(tallies: readonly Tally[], name: string): Tally {
	const found = tallies.find((tally) => tally.name === name);
	if (found === undefined) throw new Error(`${name} was not measured`);
	return found;
}

function mean(runs: readonly RecordRun[]): number {
	return runs.reduce((sum, { seconds }) => sum + seconds, 0) / runs.length;
}

/** A table in Markdown; figures stand on the right. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] {
	const widths = head.map((title, column) =>
		Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	const isNumber = head.map((_, column) =>
		rows.every((row) => /^[+\d.,–]+$/.test(row[column] ?? '')),
	);
	const line = (cells: readonly string[]) =>
		`| ${cells
			.map((cell, column) =>
				isNumber[column] === true
					? cell.padStart(widths[column] ?? 0)
					: cell.padEnd(widths[column] ?? 0),
			)
			.join(' | ')} |`;
	const rule = widths.map(
		(width, column) => `${'-'.repeat(width - 1)}${isNumber[column] ? ':' : '-'}`,
	);
	return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)];
}

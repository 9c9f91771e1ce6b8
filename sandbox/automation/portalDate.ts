/** Begins like an ISO date, with or without a time. */
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?/;

/**
 * An ISO date or time as an English portal writes it, `11/21/2026` or `11/21/2026 01:05:00 pm`
 * (docs/reference/bitrix24.md#rule-call-values); any other text as it is. The hour is taken as
 * written: no zone is converted.
 */
export function portalDate(value: string, type: 'date' | 'datetime'): string {
	const [, year, month, day, hour = '00', minute = '00', second = '00'] = ISO.exec(value) ?? [];
	if (year === undefined) return value;
	const date = `${month}/${day}/${year}`;
	if (type === 'date') return date;
	const hours = Number(hour);
	const ofTwelve = String(hours % 12 || 12).padStart(2, '0');
	return `${date} ${ofTwelve}:${minute}:${second} ${hours < 12 ? 'am' : 'pm'}`;
}

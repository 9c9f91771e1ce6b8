import { EVENT_TITLES } from './titles';

/** An event that a portal can report, as Bitrix24 names it and as we show it. */
export interface CatalogEvent {
	/** Bitrix24's code, upper-case, such as `ONCRMDEALUPDATE`. */
	readonly code: string;
	/** The permission (scope) that the application needs. */
	readonly scope: string;
	/** What the user reads. */
	readonly title: string;
}

/** Every event by its code. */
const CATALOG: ReadonlyMap<string, CatalogEvent> = new Map(
	Object.entries(EVENT_TITLES).flatMap(([scope, titles]) =>
		Object.entries(titles).map(([code, title]) => [code, { code, scope, title }] as const),
	),
);

/** Every event of the catalogue, in its order. */
export function catalogEvents(): CatalogEvent[] {
	return [...CATALOG.values()];
}

/**
 * Finds an event by its code, in uppercase or lowercase. The codes of one custom type's (SPA) events
 * end with its entityTypeId, as in `ONCRMDYNAMICITEMADD_147`
 * (docs/reference/bitrix24.md#typed-events): they are found as the event of any type, with their type
 * in the title.
 *
 * @param typeName the portal's name for that type, if it is known
 * @returns undefined for a code that is not in the catalogue; Bitrix24 may know it nevertheless
 */
export function catalogEvent(code: string, typeName?: string): CatalogEvent | undefined {
	const upper = code.trim().toUpperCase();
	const known = CATALOG.get(upper);
	if (known !== undefined) return known;

	const [, common = '', typeId] = TYPED.exec(upper) ?? [];
	const verb = { ADD: 'created', UPDATE: 'updated', DELETE: 'deleted' }[common.slice(16)];
	const found = CATALOG.get(common);
	if (found === undefined || verb === undefined) return undefined;
	const type = typeName === undefined ? `custom type ${typeId}` : `type "${typeName}"`;
	return { ...found, code: upper, title: `CRM item of ${type} ${verb}` };
}

/** The entityTypeId at the end of an event's code; undefined if there is none. */
export function customTypeOf(code: string): string | undefined {
	return TYPED.exec(code.toUpperCase())?.[2];
}

/** Events of one custom type. */
const TYPED = /^(ONCRMDYNAMICITEM(?:ADD|UPDATE|DELETE))_(\d+)$/;

/** Title and code of an event for a sentence; its code alone if it is not in the catalogue. */
export function eventName(code: string): string {
	const known = catalogEvent(code);
	return known === undefined ? code : `${known.title} (${code})`;
}

/** The title of an event, or its code if it is not in the catalogue. */
export function eventTitle(code: string): string {
	return catalogEvent(code)?.title ?? code;
}

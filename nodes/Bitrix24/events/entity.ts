/**
 * The kind of record that an event is about, by the beginning of its code; if two would match, the
 * longer one comes first. Events that are not about a record (an application's own events, messages,
 * calls) have no entry.
 */
const ENTITIES: ReadonlyArray<readonly [pattern: RegExp, entity: string]> = [
	[/^ONCRM(\w+?)USERFIELD/, 'customField'],
	[/^MAIN\.ON\.USER\.TYPE\./, 'customField'],
	[/^ONCRMLEAD/, 'lead'],
	[/^ONCRMDEALRECURRING/, 'recurringDeal'],
	[/^ONCRMDEAL/, 'deal'],
	[/^ONCRMCONTACT/, 'contact'],
	[/^ONCRMCOMPANY/, 'company'],
	[/^ONCRMQUOTE/, 'quote'],
	[/^ONCRMDYNAMICITEM/, 'item'],
	[/^ONCRMTYPE/, 'type'],
	[/^ONCRMACTIVITY/, 'activity'],
	[/^ONCRMTIMELINECOMMENT/, 'timelineComment'],
	[/^ONCRMCURRENCY/, 'currency'],
	[/^ONCRMREQUISITE/, 'requisite'],
	[/^ONCRMBANKDETAIL/, 'bankDetail'],
	[/^ONCRMDOCUMENTGENERATORDOCUMENT/, 'document'],
	[/^ONCRMINVOICERECURRING/, 'recurringInvoice'],
	[/^ONCRMINVOICE/, 'invoice'],
	[/^ONCRMPRODUCTPROPERTY/, 'productProperty'],
	[/^ONCRMPRODUCTSECTION/, 'productSection'],
	[/^ONCRMPRODUCT/, 'product'],
	[/^ONCRMMEASURE/, 'measure'],
	[/^ONTASKCOMMENT/, 'taskComment'],
	[/^ONTASK/, 'task'],
	[/^ONCALENDARENTRY/, 'calendarEvent'],
	[/^ONCALENDARSECTION/, 'calendarSection'],
	[/^ONCALENDARROOM/, 'meetingRoom'],
	[/^ONBOOKINGRESOURCETYPE/, 'bookingResourceType'],
	[/^ONBOOKINGRESOURCE/, 'bookingResource'],
	[/^ONBOOKINGWAITLISTITEM/, 'bookingWaitlistItem'],
	[/^ONBOOKING/, 'booking'],
	[/^CATALOG\.PRODUCT\./, 'catalogProduct'],
	[/^CATALOG\.PRICE\.TYPE\./, 'priceType'],
	[/^CATALOG\.PRICE\./, 'price'],
	[/^CATALOG\.MEASURE\./, 'catalogMeasure'],
	[/^CATALOG\.ROUNDING\./, 'roundingRule'],
	[/^ON(ORDER|SALE)/, 'order'],
	[/^ONPAYMENT/, 'payment'],
	[/^ONSHIPMENT/, 'shipment'],
	[/^ONPROPERTYVALUE/, 'orderProperty'],
	[/^ONLIVEFEEDPOST/, 'feedPost'],
	[/^ONSONETGROUPSUBJECT/, 'workgroupSubject'],
	[/^ONSONETGROUP/, 'workgroup'],
	[/^ONUSERADD/, 'user'],
];

/**
 * The kind of record that an event is about, such as `deal` for ONCRMDEALUPDATE.
 *
 * @param code event code, upper-case
 */
export function eventEntity(code: string): string | undefined {
	return ENTITIES.find(([pattern]) => pattern.test(code))?.[1];
}

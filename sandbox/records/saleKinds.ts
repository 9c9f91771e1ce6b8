import { SHOP } from './controllerShape';
import { type ChangeEvent, type RecordKind, verbMethods } from './recordKind';

const SALE = {
	...SHOP,
	scope: 'sale',
	titleField: 'accountNumber',
} as const satisfies Partial<RecordKind>;

const SAVED_ORDER: readonly ChangeEvent[] = [
	{ event: 'ONORDERENTITYSAVED', data: 'fields' },
	{ event: 'ONSALEORDERSAVED', data: 'order' },
];

/** The shop has only two events for its entities: saved and deleted. */
function savedEvents(entity: string): RecordKind['events'] {
	const saved: readonly ChangeEvent[] = [{ event: `ON${entity}ENTITYSAVED`, data: 'fields' }];
	return { add: saved, update: saved, delete: [{ event: `ON${entity}DELETED`, data: 'fields' }] };
}

/** Kinds of the scope `sale`. */
export const SALE_KINDS = {
	order: {
		...SALE,
		title: 'Order',
		methods: verbMethods('sale.order'),
		one: 'order',
		many: 'orders',
		stamps: {
			created: 'dateInsert',
			changed: 'dateUpdate',
			changedBy: 'empStatusId',
			owner: 'responsibleId',
		},
		defaults: {
			accountNumber: null,
			lid: 's1',
			personTypeId: 1,
			currency: 'EUR',
			price: 0,
			statusId: 'N',
			canceled: 'N',
			comments: '',
			xmlId: '',
		},
		events: {
			add: SAVED_ORDER,
			update: SAVED_ORDER,
			delete: [
				{ event: 'ONSALEBEFOREORDERDELETE', data: 'order' },
				{ event: 'ONORDERDELETED', data: 'fields' },
			],
		},
		absent: ['200540400001', 'order does not exist'],
	},
	payment: {
		...SALE,
		title: 'Payment',
		methods: verbMethods('sale.payment'),
		one: 'payment',
		many: 'payments',
		stamps: { created: 'dateBill', owner: 'responsibleId' },
		defaults: {
			accountNumber: null,
			orderId: null,
			paid: 'N',
			sum: 0,
			currency: 'EUR',
			paySystemId: null,
		},
		events: savedEvents('PAYMENT'),
		absent: ['201240400001', 'payment does not exist'],
	},
	shipment: {
		...SALE,
		title: 'Shipment',
		methods: verbMethods('sale.shipment'),
		one: 'shipment',
		many: 'shipments',
		stamps: { created: 'dateInsert', owner: 'responsibleId' },
		defaults: {
			accountNumber: null,
			orderId: null,
			deliveryId: null,
			statusId: 'DN',
			deducted: 'N',
		},
		events: savedEvents('SHIPMENT'),
		absent: ['201140400001', 'shipment does not exist'],
	},
	orderProperty: {
		...SALE,
		title: 'Order property value',
		titleField: 'value',
		// The shop saves property values as a whole (modify), which the sandbox does not simulate.
		methods: {
			get: 'sale.propertyvalue.get',
			list: 'sale.propertyvalue.list',
			delete: 'sale.propertyvalue.delete',
		},
		one: 'propertyValue',
		many: 'propertyValues',
		stamps: {},
		defaults: { name: null, value: null, orderId: null, orderPropsId: null },
		events: savedEvents('PROPERTYVALUE'),
		absent: ['201250000001', 'property value does not exist'],
	},
} satisfies Record<string, RecordKind>;

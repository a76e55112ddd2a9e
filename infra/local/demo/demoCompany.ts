import type { Culture } from './demoNames.ts';

export interface DemoDepartment {
  readonly name: string;
  readonly division: string;
  /** Share of the people, in percent. */
  readonly share: number;
  readonly costCenter: string;
  readonly head: string;
  readonly lead: string;
  readonly titles: readonly string[];
}

export interface DemoOffice {
  readonly officeLocation: string;
  readonly companyName: string;
  readonly streetAddress: string;
  readonly city: string;
  readonly state: string | null;
  readonly postalCode: string;
  readonly country: string;
  readonly usageLocation: string;
  readonly preferredLanguage: string;
  /** Start of the numbers; the rest is made up. */
  readonly phonePrefix: string;
  readonly mobilePrefix: string;
  /** Where the people's names come from; the first is the most common. */
  readonly cultures: readonly Culture[];
}

/** Mail domain of the company; `.example` can never be anyone's. */
export const DEMO_DOMAIN = 'contoso.example';
/** Domain of a company that was bought. */
export const DEMO_SECOND_DOMAIN = 'fabrikam.example';
/** Domain of guests. */
export const DEMO_PARTNER_DOMAIN = 'partner.example';

export const DEMO_DEPARTMENTS: readonly DemoDepartment[] = [
  {
    name: 'Engineering',
    division: 'Product',
    share: 30,
    costCenter: 'CC-1100',
    head: 'VP Engineering',
    lead: 'Engineering Manager',
    titles: ['Software Engineer', 'Senior Software Engineer', 'Site Reliability Engineer', 'Test Engineer'],
  },
  {
    name: 'Sales',
    division: 'Commercial',
    share: 18,
    costCenter: 'CC-2100',
    head: 'VP Sales',
    lead: 'Regional Sales Manager',
    titles: ['Account Executive', 'Sales Development Representative', 'Solutions Consultant'],
  },
  {
    name: 'Customer Support',
    division: 'Commercial',
    share: 13,
    costCenter: 'CC-2300',
    head: 'VP Customer Support',
    lead: 'Support Team Lead',
    titles: ['Support Specialist', 'Senior Support Specialist', 'Customer Success Manager'],
  },
  {
    name: 'Operations',
    division: 'Corporate',
    share: 11,
    costCenter: 'CC-3100',
    head: 'Chief Operating Officer',
    lead: 'Operations Manager',
    titles: ['Logistics Coordinator', 'Facilities Specialist', 'Procurement Analyst'],
  },
  {
    name: 'Marketing',
    division: 'Commercial',
    share: 8,
    costCenter: 'CC-2200',
    head: 'VP Marketing',
    lead: 'Marketing Manager',
    titles: ['Content Strategist', 'Brand Designer', 'Demand Generation Specialist'],
  },
  {
    name: 'Finance',
    division: 'Corporate',
    share: 7,
    costCenter: 'CC-3200',
    head: 'Chief Financial Officer',
    lead: 'Finance Manager',
    titles: ['Accountant', 'Financial Analyst', 'Payroll Specialist'],
  },
  {
    name: 'Information Technology',
    division: 'Corporate',
    share: 6,
    costCenter: 'CC-3300',
    head: 'Chief Information Officer',
    lead: 'IT Service Manager',
    titles: ['Systems Administrator', 'Identity Engineer', 'Service Desk Analyst'],
  },
  {
    name: 'People & Culture',
    division: 'Corporate',
    share: 4,
    costCenter: 'CC-3400',
    head: 'Chief People Officer',
    lead: 'People Partner Lead',
    titles: ['People Partner', 'Recruiter', 'Learning Specialist'],
  },
  {
    name: 'Legal',
    division: 'Corporate',
    share: 3,
    costCenter: 'CC-3500',
    head: 'General Counsel',
    lead: 'Senior Counsel',
    titles: ['Counsel', 'Paralegal', 'Privacy Officer'],
  },
];

const office = (fields: readonly (string | null)[], cultures: readonly Culture[]): DemoOffice => {
  const [location, company, street, city, state, postalCode, country, usage, language, phone, mobile] = fields;
  return {
    officeLocation: location ?? '',
    companyName: company ?? '',
    streetAddress: street ?? '',
    city: city ?? '',
    state: state ?? null,
    postalCode: postalCode ?? '',
    country: country ?? '',
    usageLocation: usage ?? '',
    preferredLanguage: language ?? '',
    phonePrefix: phone ?? '',
    mobilePrefix: mobile ?? '',
    cultures,
  };
};

export const DEMO_OFFICES: readonly DemoOffice[] = [
  office(
    [
      'SEA-1',
      'Contoso Inc.',
      '410 Terry Lane',
      'Seattle',
      'WA',
      '98109',
      'United States',
      'US',
      'en-US',
      '+1 206 555 01',
      '+1 425 555 01',
    ],
    ['english', 'english', 'portuguese', 'japanese'],
  ),
  office(
    [
      'LON-2',
      'Contoso UK Ltd',
      '12 Farringdon Row',
      'London',
      null,
      'EC1M 3HE',
      'United Kingdom',
      'GB',
      'en-GB',
      '+44 20 7946 09',
      '+44 7700 9009',
    ],
    ['english', 'english', 'french', 'polish'],
  ),
  office(
    [
      'BER-1',
      'Contoso GmbH',
      'Torstraße 140',
      'Berlin',
      'Berlin',
      '10119',
      'Germany',
      'DE',
      'de-DE',
      '+49 30 23125 1',
      '+49 152 28817 3',
    ],
    ['german', 'german', 'ukrainian'],
  ),
  office(
    [
      'PAR-1',
      'Contoso France SAS',
      '8 rue de Châteaudun',
      'Paris',
      'Île-de-France',
      '75009',
      'France',
      'FR',
      'fr-FR',
      '+33 1 99 00 21',
      '+33 6 39 98 12',
    ],
    ['french'],
  ),
  office(
    [
      'WAW-1',
      'Contoso Polska Sp. z o.o.',
      'ul. Świętokrzyska 20',
      'Warszawa',
      'Mazowieckie',
      '00-002',
      'Poland',
      'PL',
      'pl-PL',
      '+48 22 555 11',
      '+48 555 200 1',
    ],
    ['polish', 'polish', 'ukrainian'],
  ),
  office(
    [
      'STO-1',
      'Contoso Norden AB',
      'Drottninggatan 71',
      'Stockholm',
      null,
      '111 36',
      'Sweden',
      'SE',
      'sv-SE',
      '+46 8 465 004 ',
      '+46 70 174 06',
    ],
    ['scandinavian'],
  ),
  office(
    [
      'SAO-1',
      'Contoso Brasil Ltda',
      'Rua Augusta 2203',
      'São Paulo',
      'SP',
      '01413-000',
      'Brazil',
      'BR',
      'pt-BR',
      '+55 11 5550 11',
      '+55 11 95550 21',
    ],
    ['portuguese'],
  ),
  office(
    [
      'TYO-1',
      'コントソ株式会社',
      '神南1丁目19-11',
      '渋谷区',
      '東京都',
      '150-0041',
      'Japan',
      'JP',
      'ja-JP',
      '+81 3 5550 11',
      '+81 90 5550 21',
    ],
    ['japanese'],
  ),
  office(
    [
      'ATH-1',
      'Contoso Hellas AE',
      'Λεωφόρος Συγγρού 45',
      'Αθήνα',
      null,
      '117 43',
      'Greece',
      'GR',
      'el-GR',
      '+30 210 555 11',
      '+30 69 5550 21',
    ],
    ['greek'],
  ),
  office(
    [
      'DXB-1',
      'Contoso FZ-LLC',
      'Al Falak Street 4',
      'Dubai',
      null,
      '00000',
      'United Arab Emirates',
      'AE',
      'ar-AE',
      '+971 4 555 11',
      '+971 50 555 21',
    ],
    ['arabic', 'arabic', 'english'],
  ),
];

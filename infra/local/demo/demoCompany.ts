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

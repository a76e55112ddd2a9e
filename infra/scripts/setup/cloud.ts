/** Where a cloud of Microsoft's signs people in and has its Graph (national cloud deployments). */
export interface Cloud {
  readonly graphUrl: string;
  readonly loginUrl: string;
  /** Root of the names under which the tenants of this cloud issue SAML responses. */
  readonly issuerUrl: string;
  /** Whether Graph can make token signing certificates there (serviceprincipal-addtokensigningcertificate). */
  readonly makesCertificates: boolean;
}

export const CLOUDS = {
  public: {
    graphUrl: 'https://graph.microsoft.com',
    loginUrl: 'https://login.microsoftonline.com',
    issuerUrl: 'https://sts.windows.net',
    makesCertificates: true,
  },
  usgov: {
    graphUrl: 'https://graph.microsoft.us',
    loginUrl: 'https://login.microsoftonline.us',
    issuerUrl: 'https://sts.windows.net',
    makesCertificates: false,
  },
  'usgov-dod': {
    graphUrl: 'https://dod-graph.microsoft.us',
    loginUrl: 'https://login.microsoftonline.us',
    issuerUrl: 'https://sts.windows.net',
    makesCertificates: false,
  },
  china: {
    graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
    loginUrl: 'https://login.chinacloudapi.cn',
    issuerUrl: 'https://sts.chinacloudapi.cn',
    makesCertificates: false,
  },
} as const satisfies Readonly<Record<string, Cloud>>;

export type CloudName = keyof typeof CLOUDS;

export function isCloudName(name: string): name is CloudName {
  return Object.hasOwn(CLOUDS, name);
}

"""A sample portal that behaves like the Tân Dân portals on SharePoint, hungyen.gov.vn's until 2023."""

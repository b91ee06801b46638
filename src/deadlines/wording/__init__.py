"""Every sentence that people read in feeds, mails and pages, in each language, with its dates, plurals and lists."""

"""The pages about deputies: who they are, where they belong, what they learn, who came, what each did."""
